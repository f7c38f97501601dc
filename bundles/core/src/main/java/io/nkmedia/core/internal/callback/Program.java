package io.nkmedia.core.internal.callback;

import com.fasterxml.jackson.databind.JsonNode;
import io.nkmedia.api.CoreError;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** A client that answers callbacks. */
public interface Program {
    /**
     * Asks it.
     *
     * @return its answer's data; fails with {@link Refused} if it answered an error, with something else if it didn't
     *     answer
     */
    CompletionStage<JsonNode> callback(String name, Map<String, Object> data);

    /** The client answered with an error. */
    final class Refused extends RuntimeException {
        private final transient JsonNode error;

        /** @param error the data of its answer */
        public Refused(JsonNode error) {
            super("the client answered " + label(error), null, false, false);
            this.error = error;
        }

        /** The data of its answer: whatever it sent. */
        public JsonNode error() {
            return error;
        }

        private static String label(JsonNode error) {
            var label = error.path("name").asText(error.path("code").asText("unknown"));
            return label.substring(0, Math.min(label.length(), 64));
        }

        /** Whether it says that it doesn't do this. */
        boolean isAboutNothing() {
            int code = error.path("code").asInt();
            var name = error.path("name").asText();
            return code == CoreError.NOT_IMPLEMENTED.code()
                    || code == CoreError.UNKNOWN_COMMAND.code()
                    || name.equals(CoreError.NOT_IMPLEMENTED.label())
                    || name.equals(CoreError.UNKNOWN_COMMAND.label());
        }
    }
}
