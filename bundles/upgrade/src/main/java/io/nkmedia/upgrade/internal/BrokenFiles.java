package io.nkmedia.upgrade.internal;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.apache.karaf.features.FeaturesService;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What lies in {@code deploy/} and is of no use: whoever watches that folder would say nothing, or the same each second. It is
 * asked first, takes what is broken, and refuses it; that is tried again when the file has changed.
 */
@Component(service = ArtifactInstaller.class, property = Constants.SERVICE_RANKING + ":Integer=1000")
public final class BrokenFiles implements ArtifactInstaller {
    private static final Logger LOG = LoggerFactory.getLogger(BrokenFiles.class);

    private final DeployedFeatures features;

    @Activate
    public BrokenFiles(@Reference FeaturesService features) {
        this.features = new DeployedFeatures(features);
    }

    @Override
    public boolean canHandle(File file) {
        try {
            if (check(file)) {
                resolve(file);
            }
            return false;
        } catch (Refused broken) {
            return true;
        }
    }

    /** Karaf says nothing of features that it can't resolve. It gets them all the same: what is missing may be next. */
    private void resolve(File file) {
        try {
            features.check(file.toURI());
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.error(
                    "The features of {} can't be installed: {}; it is looked at again when it changes",
                    file.getName(),
                    Causes.text(e));
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

    /** Whether it is a whole features file. */
    private static boolean check(File file) throws Refused {
        var name = file.getName();
        if (name.endsWith(".jar") && file.isFile()) {
            Jar.bundle(file.toPath(), name);
        }
        return name.endsWith(".xml") && file.isFile() && hasFeatures(file, name);
    }

    private static boolean hasFeatures(File file, String name) throws Refused {
        var parsers = XMLInputFactory.newDefaultFactory();
        parsers.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        parsers.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try (var in = Files.newInputStream(file.toPath())) {
            var reader = parsers.createXMLStreamReader(in);
            reader.nextTag();
            boolean features = reader.getLocalName().equals("features");
            while (reader.hasNext()) {
                reader.next();
            }
            return features;
        } catch (XMLStreamException | IOException e) {
            throw new Refused(name + " is not whole: " + Causes.text(e), e);
        }
    }
}
