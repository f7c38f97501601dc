package io.nkmedia.itests;

import java.time.Duration;
import org.openqa.selenium.support.ui.Select;

/** The demo page as a person uses it. */
record DemoPage(Browser browser) {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    void login(String url, String user, String password) {
        browser.go(url);
        browser.byId("login-user").sendKeys(user);
        browser.byId("login-password").sendKeys(password);
        click("login-submit");
        awaitState("connection-state", "ready");
    }

    /** Presses a button as soon as it can be pressed. */
    void click(String id) {
        Eventually.eventually(
                id + " can be pressed",
                LIMIT,
                () -> browser.byId(id).isDisplayed() && browser.byId(id).isEnabled());
        browser.byId(id).click();
    }

    void choose(String id, String value) {
        new Select(browser.byId(id)).selectByValue(value);
    }

    void awaitState(String id, String state) {
        await(id, "data-state", state);
    }

    void await(String id, String attribute, String value) {
        Eventually.eventually(
                "#" + id + " has " + attribute + "=" + value + ", has "
                        + browser.byId(id).getDomAttribute(attribute),
                LIMIT,
                () -> value.equals(browser.byId(id).getDomAttribute(attribute)));
    }

    String data(String id, String name) {
        return browser.byId(id).getDomAttribute("data-" + name);
    }

    String text(String id) {
        return browser.byId(id).getText();
    }

    /** Starts the Echo card and waits until its media connection is up. Returns its session's id. */
    String startEcho() {
        click("echo-start");
        awaitState("echo", "ready");
        return data("echo", "session");
    }

    /** Lets this page wait for calls. */
    void waitForCalls() {
        click("call-wait");
        awaitState("call", "listening");
    }

    /** Calls the other page, which waits for calls and answers. */
    void call(DemoPage other) {
        ring(other);
        other.click("call-accept");
        awaitState("call", "ready");
        other.awaitState("call", "ready");
    }

    /** Calls the other page, which waits for calls, until it rings. */
    void ring(DemoPage other) {
        String target = "#call-target option[data-session-id='"
                + other.browser.byTag("body").getDomAttribute("data-session-id") + "']";
        click("call-refresh");
        Eventually.eventually(
                "the other page is listed", LIMIT, () -> !browser.all(target).isEmpty());
        browser.all(target).get(0).click();
        click("call-start");
        other.awaitState("call", "ringing");
    }
}
