// allauth announces a refused or cancelled security key; say it on the page, not in the console.
document.addEventListener('allauth.error', function (event) {
  var note = document.querySelector('#key-failure [hidden]')
  if (note) note.hidden = false
  event.preventDefault()
})
