import time, uuid, cProfile, pstats
import pytest
from decisions.services.drafting import Draft
from decisions.services import drafting, troika, distribution, conducting, replying
from decisions.rules.positions import Position
from tests.decisions.scene import Scene, MEMBERS
pytestmark=pytest.mark.django_db
W="La Secretaría Técnica mantendrá actualizado el directorio de puntos de contacto consulares y presentará un informe semestral al Grupo Regional de Consulta sobre Migración con pleno respeto de los derechos humanos. ".strip()
def test_perf(cast, client):
    s=Scene(cast); ana=s.viewer("ana")
    s.consultation=drafting.draft(subject_es="Asunto",subject_en="Subject",reason_es="Razón",by=ana)
    drafting.write(s.pk,[Draft(f"{W} {i}",f"{W} {i}","",str(i)) for i in range(1,16)],by=ana)
    troika.present(s.pk,by=ana); troika.react(s.pk,"favourable",by=s.viewer("BZ"))
    distribution.distribute(s.pk,by=s.viewer("ana"))
    conducting.show_replies(s.pk,"full",by=s.viewer("ana"))
    n=0
    for m in MEMBERS[:8]:
        if m=="GT": continue
        ch=[]
        for k in range(6):
            if n>=40: break
            n+=1
            ch.append(replying.Change(f"p{1+n%15}",es=W.replace("semestral","trimestral %d"%n),en=W.replace("derechos","deberes"),reason="Porque"))
        s.reply(m,Position.CHANGES,changes=ch)
    client.force_login(cast.bruno)
    u=s.consultation.get_absolute_url()
    for x in range(5): r=client.get(u)
    assert r.status_code==200
    print("SIZE",len(r.content), r.content.count(b'class="prop'))
    t=time.process_time()
    for x in range(20): client.get(u)
    print("MS",(time.process_time()-t)/20*1000)
    t=time.process_time()
    for x in range(50): client.get("/healthz/live")
    print("EMPTY MS",(time.process_time()-t)/50*1000)
    t=time.process_time()
    for x in range(20): client.get("/es/intranet/consultations/")
    print("LIST MS",(time.process_time()-t)/20*1000)
    import io, gc
    from django.core.handlers.wsgi import WSGIHandler
    h=WSGIHandler()
    cookie="session="+client.cookies["session"].value
    def env(path): return {"REQUEST_METHOD":"GET","PATH_INFO":path,"SERVER_NAME":"testserver","SERVER_PORT":"80","HTTP_COOKIE":cookie,"wsgi.input":io.BytesIO(b""),"wsgi.url_scheme":"http","wsgi.errors":io.StringIO(),"wsgi.version":(1,0),"wsgi.multithread":False,"wsgi.multiprocess":False,"wsgi.run_once":False}
    from django.core import signals
    from django.db import close_old_connections
    signals.request_started.disconnect(close_old_connections); signals.request_finished.disconnect(close_old_connections)
    def go(path,n):
        def one():
            r=h(env(path),lambda s,hd:None); b=b"".join(r); r.close(); return b
        for _ in range(5): one()
        t=time.process_time()
        for _ in range(n): one()
        return (time.process_time()-t)/n*1000
    from django.test.utils import teardown_test_environment
    cookie=""
    print("ANON live",go("/healthz/live",300))
    cookie="session="+client.cookies["session"].value
    for k in range(2):
        print("HANDLER page",go(u,40),"live",go("/healthz/live",200),"list",go("/es/intranet/consultations/",40),"status",go("/es/intranet/",20))

    import signal, collections
    inc=collections.Counter(); selfc=collections.Counter(); tot=[0]
    def tick(sig,frame):
        tot[0]+=1
        seen=set(); f=frame; first=True
        while f:
            k=f"{f.f_code.co_filename.split('site-packages/')[-1].replace('/work/main/','')}:{f.f_code.co_name}"
            if first: selfc[k]+=1; first=False
            if k not in seen: inc[k]+=1; seen.add(k)
            f=f.f_back
    signal.signal(signal.SIGPROF,tick); signal.setitimer(signal.ITIMER_PROF,0.001,0.001)
    go(u,150)
    signal.setitimer(signal.ITIMER_PROF,0)
    print("TOT",tot)
    for k,n in inc.most_common(120): print("INC",round(100*n/tot[0],1),k)
    for k,n in selfc.most_common(25): print("SELF",round(100*n/tot[0],1),k)
