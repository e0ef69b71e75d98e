// Package browser opens the HTML report in a headless Chromium, as the people do
// who get it. Its tests make reports with the real binary and look for what a
// reader would meet: messages in the console, requests to elsewhere, colours that
// cannot be read, filters that show the wrong findings, a page that scripts in
// names could take over.
//
//	make browser     runs the tests
//	make screenshot  writes the picture that the README shows
//
// Chromium is the one that CHROME_PATH names, else chromium, chromium-browser,
// google-chrome or google-chrome-stable from the PATH. Without one the tests are
// skipped.
//
// testdata/axe.min.js is axe-core 4.14.0 of Deque Systems, under the MPL-2.0, as its
// npm package has it; axe.LICENSE-3RD-PARTY.txt is what that package says of the
// code of others in it.
package browser
