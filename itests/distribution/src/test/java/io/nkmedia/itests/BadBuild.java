package io.nkmedia.itests;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;

/** Newer builds of a bundle that can't work. */
final class BadBuild {
    private static final String COMPONENT = "OSGI-INF/lacking.xml";

    private BadBuild() {}

    /** One with this activator. */
    static Path with(Class<?> activator, Path jar, String version) throws IOException {
        String file = activator.getName().replace('.', '/') + ".class";
        try (InputStream content = activator.getResourceAsStream("/" + file)) {
            return NewerBuild.of(
                    jar,
                    version,
                    Set.of(),
                    headers -> {
                        headers.putValue("Bundle-Activator", activator.getName());
                        headers.putValue("DynamicImport-Package", "org.osgi.framework");
                    },
                    Map.of(file, content.readAllBytes()));
        }
    }

    /** One with a component that needs a service that nobody has. */
    static Path lacking(Path jar, String version) throws IOException {
        String xml = """
                <?xml version="1.0" encoding="UTF-8"?>
                <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="lacking" immediate="true">
                  <implementation class="java.lang.Object"/>
                  <reference name="nobody" interface="no.such.Service"/>
                </scr:component>
                """;
        return NewerBuild.of(
                jar,
                version,
                Set.of(),
                headers -> add(headers, "Service-Component", COMPONENT),
                Map.of(COMPONENT, xml.getBytes(StandardCharsets.UTF_8)));
    }

    /** One that needs a package that nobody has. */
    static Path unresolvable(Path jar, String version) throws IOException {
        return NewerBuild.of(
                jar,
                version,
                Set.of(),
                headers -> add(headers, "Import-Package", "no.such.thing;version=\"[1,2)\""),
                Map.of());
    }

    /** One whose packages have the next major version: nobody who was built against the one before can use them. */
    static Path incompatible(Path jar, String version) throws IOException {
        return NewerBuild.of(
                jar,
                version,
                Set.of(),
                headers -> {
                    replace(headers, "Export-Package", "version=\"1\\.", "version=\"2.");
                    // It imports its own packages.
                    replace(headers, "Import-Package", "\"\\[1\\.(\\d+),1\\.(\\d+)\\)", "\"[2.$1,2.$2)");
                },
                Map.of());
    }

    private static void replace(Attributes headers, String name, String expression, String by) {
        headers.putValue(name, headers.getValue(name).replaceAll(expression, by));
    }

    private static void add(Attributes headers, String name, String value) {
        headers.merge(new Attributes.Name(name), value, (old, added) -> old + "," + added);
    }
}
