package io.nkmedia.itests;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A headless Chromium of its own profile with a fake camera and microphone. {@link #close} leaves no process of it. */
final class Browser implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration SCRIPT_LIMIT = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path profile;
    private final Path scratch;
    private final ChromeDriver driver;

    private Browser(Path profile, Path scratch, String... more) throws IOException {
        this.profile = profile;
        this.scratch = scratch;
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(program("chromedriver"))
                .withSilent(true)
                .withEnvironment(Map.of("TMPDIR", scratch.toString()))
                .build();
        var options = new ChromeOptions()
                .setBinary(program("chromium"))
                .addArguments(
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-dev-shm-usage",
                        "--use-fake-ui-for-media-stream",
                        "--use-fake-device-for-media-stream",
                        "--disable-features=WebRtcHideLocalIpsWithMdns",
                        "--allow-loopback-in-peer-connection",
                        "--autoplay-policy=no-user-gesture-required",
                        "--window-size=1440,900",
                        "--user-data-dir=" + profile)
                .addArguments(more);
        driver = new ChromeDriver(service, options);
        driver.manage().timeouts().scriptTimeout(SCRIPT_LIMIT).pageLoadTimeout(LIMIT);
        driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", resource("lab.js")));
    }

    /** @param more arguments of the program */
    static Browser open(String... more) throws IOException {
        Path profiles = Files.createDirectories(target().resolve("browsers"));
        Path profile = Files.createTempDirectory(profiles, "profile-");
        // A killed browser leaves its temporary files. Not below the profile: a socket's path must be short.
        return new Browser(profile, Files.createTempDirectory("nkmedia-browser-"), more);
    }

    private static Path target() {
        return Path.of(System.getProperty("nkmedia.work")).resolveSibling("").toAbsolutePath();
    }

    private static File program(String name) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> new File(folder, name))
                .filter(File::canExecute)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name + " is missing: ./nkmedia test installs it"));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Browser.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The value of an expression in the page. */
    Object value(String expression) {
        return driver.executeScript("return " + expression);
    }

    void go(String url) {
        driver.get(url);
    }

    WebElement byId(String id) {
        return driver.findElement(By.id(id));
    }

    WebElement byTag(String name) {
        return driver.findElement(By.tagName(name));
    }

    List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    /** Calls an asynchronous function of {@code lab.js} and returns what it resolves to; throws what it rejects with. */
    Object lab(String function, Object... arguments) {
        Object[] all =
                Stream.concat(Stream.of(function), Arrays.stream(arguments)).toArray();
        Map<?, ?> result = (Map<?, ?>) driver.executeAsyncScript("""
                const [name, ...rest] = [...arguments];
                const done = rest.pop();
                Promise.resolve().then(() => lab[name](...rest)).then(
                  (value) => done({value}),
                  (error) => done({error: `${error.name}: ${error.message}`}));
                """, all);
        if (result.containsKey("error")) {
            throw new AssertionError(function + ": " + result.get("error"));
        }
        return result.get("value");
    }

    /** Watches what the newest peer connection receives and sends, for so long. */
    Flow flow(Duration time) {
        return JSON.convertValue(lab("flow", time.toMillis()), Flow.class);
    }

    /** Waits until some media come in, then watches them for 3 s. */
    Flow steadyFlow() {
        Eventually.eventually("audio and video arrive", LIMIT, () -> {
            Flow now = flow(Duration.ofMillis(300));
            return now.audioPackets() > 0 && now.frames() > 0;
        });
        return flow(Duration.ofSeconds(3));
    }

    /** Emulates a screen of this width in CSS pixels. */
    void screen(int width, int height, boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    /** Saves the whole page as it is, also what is below the screen's end. Returns the picture's file. */
    Path screenshot(String name) {
        var shot = driver.executeCdpCommand("Page.captureScreenshot", Map.of("captureBeyondViewport", true));
        try {
            Path folder = Files.createDirectories(target().resolve("screenshots"));
            return Files.write(
                    folder.resolve(name + ".png"), Base64.getDecoder().decode((String) shot.get("data")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How far the page can be scrolled to the side, in pixels: 0 unless it is too wide. */
    long overflow() {
        return (Long) driver.executeScript(
                "return document.documentElement.scrollWidth - document.documentElement.clientWidth");
    }

    /** As if the machine lost power: all its processes end at once, without a word to anybody. */
    void kill9() {
        Eventually.eventually("all processes of " + profile + " ended", LIMIT, () -> {
            List<ProcessHandle> alive = processes();
            alive.forEach(ProcessHandle::destroyForcibly);
            return alive.isEmpty();
        });
    }

    boolean alive() {
        return !processes().isEmpty();
    }

    private List<ProcessHandle> processes() {
        return ProcessHandle.allProcesses()
                .filter(each -> each.info().commandLine().orElse("").contains(profile.toString()))
                .flatMap(each -> Stream.concat(Stream.of(each), each.descendants()))
                .distinct()
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    @Override
    public void close() throws IOException {
        driver.quit();
        kill9();
        remove(profile);
        remove(scratch);
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
