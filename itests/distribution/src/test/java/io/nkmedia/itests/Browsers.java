package io.nkmedia.itests;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Opens browsers for one test, closes them after it, and keeps pictures of what they showed if it failed. */
final class Browsers implements AfterEachCallback {
    private final List<Browser> open = new ArrayList<>();

    /** The demo page, logged in as this user. */
    DemoPage demo(MediaServer server, String user) throws IOException {
        return demo(server.page(), user);
    }

    /** The demo page at this address, logged in as this user. */
    DemoPage demo(String url, String user, String... arguments) throws IOException {
        Browser browser = open(arguments);
        DemoPage page = new DemoPage(browser);
        page.login(url, user, MediaServer.PASSWORD);
        return page;
    }

    /** An empty one. */
    Browser open(String... arguments) throws IOException {
        Browser browser = Browser.open(arguments);
        open.add(browser);
        return browser;
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        String test = context.getRequiredTestClass().getSimpleName()
                + "-"
                + context.getRequiredTestMethod().getName();
        for (int i = 0; i < open.size(); i++) {
            try (Browser browser = open.get(i)) {
                if (context.getExecutionException().isPresent() && browser.alive()) {
                    browser.screenshot("failed-" + test + "-" + i);
                }
            }
        }
    }
}
