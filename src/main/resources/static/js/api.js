// Puts Swagger UI on the page, in the colours that the person prefers. Keys are forgotten with the page.
const place = document.getElementById("api");
const dark = window.matchMedia("(prefers-color-scheme: dark)");

function colour() {
  document.documentElement.classList.toggle("dark-mode", dark.matches);
}

colour();
dark.addEventListener("change", colour);
SwaggerUIBundle({
  url: place.dataset.description,
  domNode: place,
  deepLinking: false,
  defaultModelsExpandDepth: 0,
  persistAuthorization: false,
  validatorUrl: null,
});
