package io.nkmedia.itests;

import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureConsole;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureSecurity;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.logLevel;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.ops4j.pax.exam.CoreOptions;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.karaf.options.LogLevelOption.LogLevel;

/** Pax Exam's set-up of our distribution with none of our features installed: Karaf, and our features to be had. */
final class BareKaraf {
    // What bin/karaf gives to Java 17: Pax Exam starts Karaf without that script.
    private static final String[] OPENED = {
        "java.base/java.security",
        "java.base/java.net",
        "java.base/java.lang",
        "java.base/java.util",
        "java.naming/javax.naming.spi",
        "java.rmi/sun.rmi.transport.tcp"
    };
    private static final String[] EXPORTED = {
        "java.base/sun.net.www.protocol.file",
        "java.base/sun.net.www.protocol.ftp",
        "java.base/sun.net.www.protocol.http",
        "java.base/sun.net.www.protocol.https",
        "java.base/sun.net.www.protocol.jar",
        "java.base/sun.net.www.content.text",
        "jdk.xml.dom/org.w3c.dom.html",
        "java.rmi/sun.rmi.registry",
        "java.security.sasl/com.sun.security.sasl",
        "jdk.naming.rmi/com.sun.jndi.url.rmi",
        "java.naming/com.sun.jndi.ldap"
    };

    private BareKaraf() {}

    static Option[] options() {
        String karaf = System.getProperty("karaf.version");
        List<Option> options = new ArrayList<>(List.of(
                karafDistributionConfiguration()
                        .frameworkUrl(new File(System.getProperty("nkmedia.tarball"))
                                .toURI()
                                .toString())
                        .karafVersion(karaf)
                        .name("NkMEDIA")
                        .unpackDirectory(new File(System.getProperty("nkmedia.work")))
                        .useDeployFolder(false),
                // Karaf's console would read what Maven tells the tests' process on its standard input.
                configureConsole().ignoreLocalConsole().ignoreRemoteShell(),
                configureSecurity().disableKarafMBeanServerBuilder(),
                logLevel(LogLevel.INFO),
                put(
                        "etc/org.apache.karaf.features.cfg",
                        "featuresBoot",
                        "(framework,wrap,shell,bundle,feature,system,jaas,scr,eventadmin)"),
                put("etc/org.ops4j.pax.web.cfg", "org.osgi.service.http.port", "0"),
                CoreOptions.vmOption("--patch-module"),
                CoreOptions.vmOption("java.base=lib/endorsed/org.apache.karaf.specs.locator-" + karaf + ".jar"),
                CoreOptions.vmOption("--patch-module"),
                CoreOptions.vmOption("java.xml=lib/endorsed/org.apache.karaf.specs.java.xml-" + karaf + ".jar"),
                CoreOptions.vmOption("--add-reads=java.xml=java.logging"),
                CoreOptions.vmOption("--add-exports=java.base/org.apache.karaf.specs.locator=java.xml,ALL-UNNAMED"),
                CoreOptions.vmOption("-classpath"),
                CoreOptions.vmOption("lib/jdk9plus/*" + File.pathSeparator + "lib/boot/*"),
                CoreOptions.systemProperty("nkmedia.version").value(System.getProperty("nkmedia.version"))));
        Stream.of(OPENED)
                .map(each -> CoreOptions.vmOption("--add-opens=" + each + "=ALL-UNNAMED"))
                .forEach(options::add);
        Stream.of(EXPORTED)
                .map(each -> CoreOptions.vmOption("--add-exports=" + each + "=ALL-UNNAMED"))
                .forEach(options::add);
        return options.toArray(Option[]::new);
    }

    private static Option put(String file, String key, String value) {
        return editConfigurationFilePut(file, key, value);
    }
}
