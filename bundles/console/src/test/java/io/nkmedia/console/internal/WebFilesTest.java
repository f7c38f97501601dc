package io.nkmedia.console.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the pages themselves must keep to, so that they work under the content policy and without the Internet. */
class WebFilesTest {
    private static final Pattern IMPORT = Pattern.compile("(?:from|import) '(\\./[^']+)'");
    private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"#]+)\"");

    @Test
    void everyImportAndLink_leadsToAFile() throws IOException {
        Map<String, URL> files = WebFiles.all();
        Set<String> wanted = new HashSet<>();
        for (Map.Entry<String, URL> file : files.entrySet()) {
            Pattern pattern = file.getKey().endsWith(".html") ? LINK : IMPORT;
            Matcher matcher = pattern.matcher(text(file.getValue()));
            while (matcher.find()) {
                wanted.add(Path.of(file.getKey())
                        .resolveSibling(matcher.group(1))
                        .normalize()
                        .toString());
            }
        }
        assertThat(wanted).contains("/js/main.js", "/js/client.js").isSubsetOf(files.keySet());
    }

    @Test
    void pages_needNothingFromElsewhere() throws IOException {
        for (Map.Entry<String, URL> file : WebFiles.all().entrySet()) {
            String text = text(file.getValue()).replace("http://www.w3.org/2000/svg", "");
            assertThat(text).as(file.getKey()).doesNotContain("http://", "https://", "eval(", "innerHTML");
        }
    }

    @Test
    void index_hasNoInlineScriptOrStyle() throws IOException {
        String index = text(WebFiles.all().get("/index.html"));
        assertThat(index).doesNotContainPattern("<script>|<style|\\son[a-z]+=|\\sstyle=");
    }

    private static String text(URL url) throws IOException {
        try (InputStream in = url.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
