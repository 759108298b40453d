// The one that the page has loaded: a second copy would know nothing of it.
export default window.htmx;
