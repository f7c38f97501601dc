package io.nkmedia.core.internal.config;

import io.nkmedia.core.internal.config.ServiceDocument.Level;
import java.util.Locale;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a service logs: by the logger {@code io.nkmedia.service.<name>}, filtered here by the {@code log} of its
 * configuration, so that each service has a level of its own that changes live. Safe for use by any thread.
 */
public final class ServiceLog {
    /** What {@code log.debug} may name. */
    public enum Part {
        SERVICE,
        PLUGIN,
        SESSION,
        CONNECTION;

        private final String key = name().toLowerCase(Locale.ROOT);
    }

    private final Logger logger;
    private final Supplier<ServiceDocument.Log> settings;

    /** @param settings those in force, asked for each message */
    public ServiceLog(String service, Supplier<ServiceDocument.Log> settings) {
        logger = LoggerFactory.getLogger("io.nkmedia.service." + service);
        this.settings = settings;
    }

    /** Whether a part tells each step. */
    public boolean debugs(Part part) {
        var log = settings.get();
        return log.level() == Level.DEBUG || log.debug().containsKey(part.key);
    }

    /** Whether a part tells one more thing: a flag in its object. */
    public boolean debugs(Part part, String flag) {
        var flags = settings.get().debug().get(part.key);
        return flags != null && Boolean.TRUE.equals(flags.get(flag));
    }

    public void debug(Part part, String format, Object... arguments) {
        if (debugs(part)) {
            logger.debug(part.key + ": " + format, arguments);
        }
    }

    public void info(String format, Object... arguments) {
        if (logs(Level.INFO)) {
            logger.info(format, arguments);
        }
    }

    public void warn(String format, Object... arguments) {
        if (logs(Level.WARNING)) {
            logger.warn(format, arguments);
        }
    }

    public void error(String format, Object... arguments) {
        if (logs(Level.ERROR)) {
            logger.error(format, arguments);
        }
    }

    private boolean logs(Level level) {
        return settings.get().level().compareTo(level) <= 0;
    }
}
