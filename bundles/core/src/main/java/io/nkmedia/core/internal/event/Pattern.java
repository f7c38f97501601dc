package io.nkmedia.core.internal.event;

import io.nkmedia.api.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a subscription matches: a field that is {@code *} matches every value, also none; a concrete value only itself.
 */
public record Pattern(String eventClass, String subclass, String type, String objectId) {
    public static final String ANY = "*";

    /** The pattern of one object's events, of all types. */
    public static Pattern object(String eventClass, String subclass, String objectId) {
        return new Pattern(eventClass, subclass, ANY, objectId);
    }

    /** Whether it is about the same single object, of whatever type of event. */
    public boolean isOf(Pattern object) {
        return eventClass.equals(object.eventClass)
                && subclass.equals(object.subclass)
                && objectId.equals(object.objectId);
    }

    /** How many fields are concrete: of two patterns that match, the one with more is the more specific. */
    int specificity() {
        int concrete = 0;
        for (var field : List.of(eventClass, subclass, type, objectId)) {
            concrete += field.equals(ANY) ? 0 : 1;
        }
        return concrete;
    }

    /** All patterns that match an event: at most 16, so that finding subscribers is 16 look-ups. */
    static List<Pattern> matching(Event event) {
        var patterns = new ArrayList<Pattern>(16);
        for (var eventClass : List.of(event.eventClass(), ANY)) {
            for (var subclass : choices(event.subclass())) {
                for (var type : choices(event.type())) {
                    for (var objectId : choices(event.objectId())) {
                        patterns.add(new Pattern(eventClass, subclass, type, objectId));
                    }
                }
            }
        }
        return patterns;
    }

    private static List<String> choices(Optional<String> value) {
        return value.map(concrete -> List.of(concrete, ANY)).orElse(List.of(ANY));
    }
}
