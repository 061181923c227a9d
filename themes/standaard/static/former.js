// On the page of a former address: goes on to where the page is now, with the fragment, which a browser drops
// that is sent on by the page itself. Without scripts the page's own `refresh` does it.
location.replace(document.currentScript.dataset.to + location.search + location.hash);
