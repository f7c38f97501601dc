package io.nkmedia.itests;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

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
                    Map.of("Bundle-Activator", activator.getName(), "DynamicImport-Package", "org.osgi.framework"),
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
                Map.of("Service-Component", COMPONENT),
                Map.of(COMPONENT, xml.getBytes(StandardCharsets.UTF_8)));
    }

    /** One that needs a package that nobody has. */
    static Path unresolvable(Path jar, String version) throws IOException {
        return NewerBuild.of(
                jar, version, Set.of(), Map.of("Import-Package", "no.such.thing;version=\"[1,2)\""), Map.of());
    }
}
