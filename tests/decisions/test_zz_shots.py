"""Scratch: screenshots."""
import os, json
from datetime import timedelta
import pytest
from django.test import Client
from playwright.sync_api import sync_playwright
from crm_portal.devstack.browser import chromium
from tests.cast import conference
from tests.decisions.scene import Scene, MEMBERS, CHANGE
from decisions.rules.positions import Position
from decisions.services import troika, distribution, conducting, drafting, replying, revising, closing
from decisions.services.drafting import Draft
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]="1"
OUT="/tmp/pshots"

LONG=[
 Draft("Los Países Miembros reafirman que el retorno de personas migrantes debe ser digno, ordenado, ágil y seguro, con pleno respeto de sus derechos humanos y conforme a la legislación de cada Estado.","Member Countries reaffirm that the return of migrants must be dignified, orderly, agile and safe, with full respect for their human rights and in accordance with the legislation of each State.","","1"),
 Draft("Cada País Miembro procurará notificar al consulado competente la identidad y el punto de ingreso de la persona retornada con una antelación mínima de cuarenta y ocho horas.","Each Member Country shall endeavour to notify the competent consulate of the identity and point of entry of the returned person at least forty-eight hours in advance.","","2"),
 Draft("En el caso de niñas, niños y adolescentes no acompañados, la notificación incluirá la información necesaria para determinar su interés superior y se transmitirá a la autoridad de protección de la niñez del país receptor.","In the case of unaccompanied girls, boys and adolescents, the notification shall include the information needed to determine their best interests and shall be transmitted to the child protection authority of the receiving country.","","3"),
 Draft("La Secretaría Técnica mantendrá actualizado el directorio de puntos de contacto consulares y presentará un informe semestral al Grupo Regional de Consulta sobre Migración.","The Technical Secretariat shall keep the directory of consular contact points up to date and shall submit a six-monthly report to the Regional Consultation Group on Migration.","","4"),
]
def second(base):
    out=list(base)
    out[1]=Draft("Cada País Miembro procurará notificar al consulado competente la identidad y el punto de ingreso de la persona retornada con una antelación mínima de setenta y dos horas, salvo en casos de urgencia humanitaria.","Each Member Country shall endeavour to notify the competent consulate of the identity and point of entry of the returned person at least seventy-two hours in advance, except in cases of humanitarian urgency.","p2","2")
    out=[Draft(d.es,d.en,f"p{i}",d.number) for i,d in enumerate(out,1)]
    return out

class Shooter:
    def __init__(self, live, page): self.live=live; self.page=page; self.errors=[]
    def login(self, user):
        c=Client(); c.force_login(user)
        self.page.context.clear_cookies()
        self.page.context.add_cookies([{"name":"session","value":c.cookies["session"].value,"url":self.live.url}])
    def shoot(self, name, path, widths=(1280,390,320), langs=("es",)):
        for lang in langs:
            p=path.replace("/es/","/%s/"%lang,1) if lang=="es" else path
            for w in widths:
                self.page.set_viewport_size({"width":w,"height":900})
                r=self.page.goto(self.live.url+p)
                sw=self.page.evaluate("document.documentElement.scrollWidth")
                bad = "" if sw<=w else f"  !!! SCROLL {sw}>{w}"
                print(name,lang,w,r.status,bad)
                if bad:
                    print(self.page.evaluate("""()=>[...document.querySelectorAll('main *')].filter(e=>e.getBoundingClientRect().right>innerWidth+1).slice(0,6).map(e=>e.tagName+'.'+e.className+' '+e.textContent.slice(0,40))"""))
                self.page.screenshot(path=f"{OUT}/{name}-{w}.png", full_page=True)
    def axe(self, name):
        from axe_playwright_python.sync_playwright import Axe
        res=Axe().run(self.page)
        for v in res.response["violations"]:
            print("AXE",name,v["id"],[n["target"] for n in v["nodes"]][:3], v["nodes"][0]["failureSummary"][:200])

@pytest.fixture
def shooter(live_server):
    with sync_playwright() as p:
        b=p.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        page=b.new_page()
        s=Shooter(live_server,page)
        page.on("console", lambda m: print("CONSOLE",m.type,m.text[:200]) if m.type=="error" else None)
        yield s
        b.close()

pytestmark=pytest.mark.django_db(transaction=True)

def play(cast):
    s=Scene(cast)
    ana=s.viewer("ana")
    s.consultation=drafting.draft(subject_es="Intercambio oportuno de información consular para el retorno digno, ordenado, ágil y seguro",subject_en="Timely exchange of consular information for dignified, orderly, agile and safe return",reason_es="Los plazos de notificación difieren entre países y hace falta una posición concertada.",by=ana)
    drafting.write(s.pk,LONG,by=ana)
    troika.present(s.pk,by=ana)
    troika.react(s.pk,"unfavourable",comment="Cuarenta y ocho horas no bastan.",by=s.viewer("BZ"))
    drafting.write(s.pk,second(LONG),by=ana)
    troika.present(s.pk,by=ana)
    troika.react(s.pk,"favourable",by=s.viewer("BZ"))
    return s

def test_open(shooter, settings):
    settings.STORAGES={**settings.STORAGES}
    cast=conference()
    s=play(cast)
    u=s.consultation.get_absolute_url()
    shooter.login(cast.ana)
    shooter.shoot("distribute", u+"distribute/", (1280,390)); shooter.axe("distribute")
    shooter.shoot("ready", u, (1280,))
    distribution.distribute(s.pk,by=s.viewer("ana"))
    s.wait(days=1,hours=1)
    conducting.show_replies(s.pk,"full",by=s.viewer("ana"))
    s.reply("CA",Position.CHANGES,changes=[replying.Change("p2",es="Cada País Miembro procurará notificar al consulado competente la identidad y el punto de ingreso de la persona retornada con una antelación razonable, preferiblemente de setenta y dos horas, salvo en casos de urgencia humanitaria.",en="Each Member Country shall endeavour to notify the competent consulate of the identity and point of entry of the returned person within a reasonable time, preferably seventy-two hours in advance, except in cases of humanitarian urgency.")])
    s.wait(hours=1)
    s.reply("CR",Position.AGREE_OBSERVATIONS,comment="Se suma a Canadá en el párrafo 2.")
    for c in ("SV","HN","MX"): s.wait(minutes=20); s.reply(c)
    shooter.login(cast.bruno)
    shooter.shoot("consulta", u+"?compare=1", (1280,390,320)); shooter.axe("consulta")
    shooter.shoot("reply", u+"reply/", (1280,390)); shooter.axe("reply")
    shooter.shoot("hoy", "/es/intranet/", (1280,390,320)); shooter.axe("hoy")
    shooter.shoot("list", "/es/intranet/consultations/", (1280,390,320)); shooter.axe("list")
    shooter.shoot("deadline", u+"deadline/", (1280,390,320)); shooter.axe("deadline")
    shooter.shoot("history", u+"history/", (1280,390)); shooter.axe("history")
    shooter.login(cast.ana)
    shooter.shoot("consulta-ppt", u, (1280,390)); shooter.axe("consulta-ppt")
    shooter.shoot("hoy-ppt", "/es/intranet/", (1280,)); shooter.axe("hoy-ppt")
    shooter.shoot("follow", u+"follow/", (1280,)); shooter.axe("follow")
    shooter.shoot("extend", u+"extend/", (1280,390)); shooter.axe("extend")
    shooter.shoot("history-ppt", u+"history/", (1280,)); shooter.axe("history-ppt")
    shooter.login(cast.elena)
    shooter.shoot("consulta-st", u, (1280,)); shooter.shoot("transcribe", u+"transcribe/", (1280,)); shooter.axe("transcribe")
    shooter.shoot("hoy-st", "/es/intranet/", (1280,)); shooter.shoot("status","/es/intranet/status/",(1280,320)); shooter.axe("status")

def test_after(shooter):
    cast=conference()
    s=play(cast)
    u=s.consultation.get_absolute_url()
    shooter.login(cast.ana)
    s2=Scene(cast).drafted()
    shooter.shoot("edit", s2.consultation.get_absolute_url()+"edit/", (1280,390,320)); shooter.axe("edit")
    shooter.shoot("draft", "/es/intranet/consultations/new/", (1280,)); shooter.axe("draft")
    shooter.shoot("drafted", s2.consultation.get_absolute_url(), (1280,)); shooter.axe("drafted")
    troika.present(s2.pk,by=s2.viewer("ana"))
    shooter.login(cast.basil); shooter.shoot("troika", s2.consultation.get_absolute_url(), (1280,390)); shooter.axe("troika")
    shooter.shoot("react", s2.consultation.get_absolute_url()+"react/", (1280,))
    distribution.distribute(s.pk,by=s.viewer("ana"))
    s.wait(days=1)
    for c in MEMBERS:
        if c in ("GT","NI","CA"): continue
        s.reply(c)
    s.reply("PA",Position.RESERVATION)
    s.reply("CA",Position.CHANGES,changes=[replying.Change("p2",es="Texto de Canadá.",en="Canada's text."),replying.Change("p4",operation="delete",reason="No hace falta")])
    s.go_to(s.round.closes_at+timedelta(seconds=5))
    shooter.login(cast.bruno); shooter.shoot("settling", u, (1280,))
    s.wait(seconds=40)
    from decisions.sweeps import expire_due_rounds; expire_due_rounds()
    s.reply("NI",Position.AGREE)
    shooter.shoot("expired", u, (1280,390)); shooter.axe("expired")
    shooter.login(cast.ana); shooter.shoot("expired-ppt", u, (1280,)); shooter.axe("expired-ppt")
    revising.revise(s.pk,by=s.viewer("ana"))
    shooter.shoot("changes", u+"changes/", (1280,390)); shooter.axe("changes")
    shooter.shoot("revision-ppt", u, (1280,))
    from decisions.models import Proposal
    for p in Proposal.objects.all(): revising.dispose(p.pk,"partly",reason="Se toma el plazo razonable.",by=s.viewer("ana"))
    t=second(LONG); t[1]=Draft(t[1].es.replace("mínima","razonable"),t[1].en,"p2","2")
    drafting.write(s.pk,t,by=s.viewer("ana"))
    distribution.distribute(s.pk,by=s.viewer("ana"))
    for c in MEMBERS:
        if c!="GT": s.reply(c)
    shooter.login(cast.bruno); shooter.shoot("round2", u, (1280,)); shooter.shoot("round1", u+"rounds/1/", (1280,)); shooter.axe("round1")
    s.go_to(s.round.closes_at+timedelta(seconds=40)); expire_due_rounds()
    shooter.login(cast.ana); shooter.shoot("consensus-act", u+"consensus/", (1280,)); shooter.axe("consensus-act")
    closing.record_consensus(s.pk,by=s.viewer("ana"))
    shooter.login(cast.bruno); shooter.shoot("consensus", u, (1280,390)); shooter.axe("consensus")
    shooter.shoot("hoy-after", "/es/intranet/", (1280,))
    r=s.reply("DO",Position.AGREE); shooter.shoot("receipt", u+f"replies/{r.pk}/", (1280,390)); shooter.axe("receipt")
