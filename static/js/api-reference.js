// The API's reference, drawn from its schema. Nobody acts from here: only reading can be tried.
(function () {
  var place = document.getElementById('api-reference')
  var nothing = function () { return function () { return null } }
  // The page has its own title, and whoever is signed in on the pages is signed in here.
  var plain = function () {
    return {
      wrapComponents: {
        InfoContainer: nothing,
        SchemesContainer: nothing,
        AuthorizeBtnContainer: nothing,
        AuthorizeOperationBtnContainer: nothing,
        authorizeBtn: nothing,
        authorizeOperationBtn: nothing
      }
    }
  }
  // Every table of responses is a region: each gets a name of its own.
  new MutationObserver(function () {
    place.querySelectorAll('[role=region]:not([aria-label])').forEach(function (table) {
      table.setAttribute('aria-label', table.id)
    })
  }).observe(place, { childList: true, subtree: true })
  window.SwaggerUIBundle({
    url: place.dataset.schema,
    domNode: place,
    deepLinking: false,
    supportedSubmitMethods: ['get'],
    presets: [window.SwaggerUIBundle.presets.apis],
    plugins: [plain],
    layout: 'BaseLayout',
    // Subjects opened one by one: opened all at once the library draws only what is in sight.
    docExpansion: 'none',
    defaultModelsExpandDepth: -1,
    syntaxHighlight: { activated: false },
    validatorUrl: null
  })
})()
