package io.nkmedia.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An error as a value: what a failed stage or command tells its client. Its message is shown to clients, so it names
 * no class, path, address or backend. It has no stack trace; what needs one is a bug and gets logged where it happens.
 */
public final class ApiException extends RuntimeException {
    private final transient ErrorCode code;
    private final transient Optional<String> field;
    private final transient Map<String, Object> data;

    public ApiException(ErrorCode code) {
        this(code, code.text());
    }

    public ApiException(ErrorCode code, String text) {
        this(code, text, Optional.empty(), Map.of());
    }

    private ApiException(ErrorCode code, String text, Optional<String> field, Map<String, Object> data) {
        super(text, null, false, false);
        this.code = code;
        this.field = field;
        this.data = data;
    }

    /** The same about one field. */
    public ApiException at(String path) {
        return new ApiException(code, text(), Optional.of(path), data);
    }

    /** The same with one more member in the error's data, such as {@code retry_after_ms}. */
    public ApiException with(String key, Object value) {
        var more = new LinkedHashMap<>(data);
        more.put(key, value);
        return new ApiException(code, text(), field, Map.copyOf(more));
    }

    public ErrorCode code() {
        return code;
    }

    /** The sentence for people. */
    public String text() {
        return String.valueOf(getMessage());
    }

    /** The JSON path of the offending field, such as {@code offer.sdp}. */
    public Optional<String> field() {
        return field;
    }

    /** Further members of the error's data. */
    public Map<String, Object> data() {
        return data;
    }
}
