package io.nkmedia.upgrade.internal;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What lies in {@code deploy/} and is of no use: whoever watches that folder would say nothing, or the same each second. It is
 * asked first, takes what is broken, and refuses it; that is tried again when the file has changed.
 */
@Component(service = ArtifactInstaller.class, property = Constants.SERVICE_RANKING + ":Integer=1000")
public final class BrokenFiles implements ArtifactInstaller {
    private static final Logger LOG = LoggerFactory.getLogger(BrokenFiles.class);

    @Override
    public boolean canHandle(File file) {
        try {
            check(file);
            return false;
        } catch (Refused broken) {
            return true;
        }
    }

    @Override
    public void install(File file) throws Refused {
        try {
            check(file);
        } catch (Refused broken) {
            LOG.error("{}; it is looked at again when it changes", broken.getMessage());
            throw broken;
        }
    }

    @Override
    public void update(File file) throws Refused {
        install(file);
    }

    @Override
    public void uninstall(File file) {
        // Nothing of it was installed.
    }

    private static void check(File file) throws Refused {
        var name = file.getName();
        if (name.endsWith(".jar") && file.isFile()) {
            Jar.bundle(file.toPath(), name);
        } else if (name.endsWith(".xml") && file.isFile()) {
            readToTheEnd(file, name);
        }
    }

    private static void readToTheEnd(File file, String name) throws Refused {
        var parsers = XMLInputFactory.newDefaultFactory();
        parsers.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        parsers.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try (var in = Files.newInputStream(file.toPath())) {
            var reader = parsers.createXMLStreamReader(in);
            while (reader.hasNext()) {
                reader.next();
            }
        } catch (XMLStreamException | IOException e) {
            throw new Refused(name + " is not whole: " + Causes.text(e), e);
        }
    }
}
