package io.nkmedia.core.internal.command;

import io.nkmedia.api.CoreError;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A family of actions on a session: their names, and what it means that a session can't do one.
 *
 * @param label as the legs know it
 * @param names of all that a session could do
 * @param idle the error if there is nothing to act on
 * @param starts the action that makes the thing to act on; a session that can't do this one has no such engine
 */
record Actions(String label, Set<String> names, CoreError idle, String starts) {
    static final String LIST = "get_actions";
    static final Set<String> OF_MEMBERS = Set.of("floor", "kick", "mute");

    static final Actions RECORDER =
            new Actions("recorder", Set.of("start", "stop", "pause", "resume"), CoreError.NO_ACTIVE_RECORDER, "start");
    static final Actions PLAYER = new Actions(
            "player",
            Set.of("start", "pause", "resume", "stop", "get_info", "get_position", "set_position"),
            CoreError.NO_ACTIVE_PLAYER,
            "start");
    static final Actions ROOM =
            new Actions("room", Set.of("layout", "floor", "kick", "mute"), CoreError.NO_ACTIVE_ROOM, "");

    void check(String action) {
        if (!names.contains(action) && !action.equals(LIST)) {
            throw CoreError.INVALID_ACTION.field("action");
        }
    }

    /** What it means that the session has no such action. */
    CoreError missing(String action) {
        return action.equals(starts) ? CoreError.NOT_IMPLEMENTED : idle;
    }

    /** The reply to {@link #LIST}. */
    Map<String, Object> listed(Set<String> able) {
        var all = new TreeSet<>(able);
        all.add(LIST);
        return Map.of("actions", List.copyOf(all));
    }
}
