package io.nkmedia.core.internal.media;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.media.BackendInfo;
import io.nkmedia.api.media.BackendState;
import io.nkmedia.api.media.Capability;
import io.nkmedia.api.media.Role;
import io.nkmedia.api.media.SdpKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Chooses backends (media-session.md §10): a pure function of the request, what is active, and how it is. */
public final class BackendSelector {
    private BackendSelector() {}

    /**
     * What a session wants.
     *
     * @param forced name or kind of the only backend that may serve it
     */
    public record Wish(String type, Role role, SdpKind kind, Optional<String> forced) {}

    /** A backend as selection sees it. */
    public record Choice(BackendInfo info, Collection<Capability> capabilities) {}

    /**
     * The names of the backends to try, best first: in the service's order, within one kind the fewest legs first.
     *
     * @param choices in the order in which the service lists them
     * @throws io.nkmedia.api.ApiException {@code unknown_backend}, {@code invalid_operation} (it could in the other
     *     role), {@code not_implemented}, {@code no_mediaserver}
     */
    public static List<String> select(Wish wish, List<Choice> choices) {
        var allowed = choices.stream()
                .filter(choice -> wish.forced()
                        .map(BackendSelector::withoutAlias)
                        .map(name -> name.equals(choice.info().name())
                                || name.equals(choice.info().kind()))
                        .orElse(true))
                .toList();
        if (allowed.isEmpty() && wish.forced().isPresent()) {
            throw CoreError.UNKNOWN_BACKEND.field("backend");
        }
        var able = allowed.stream().filter(choice -> can(choice, wish)).toList();
        if (able.isEmpty()) {
            throw allowed.stream().anyMatch(choice -> canInOtherRole(choice, wish))
                    ? CoreError.INVALID_OPERATION.because(
                            wish.role() == Role.OFFERER
                                    ? "this type needs an offer"
                                    : "this type makes the offer itself")
                    : CoreError.NOT_IMPLEMENTED.because("no backend of this service does type " + wish.type());
        }
        var ready = new ArrayList<>(able);
        ready.removeIf(choice -> choice.info().state() != BackendState.READY);
        if (ready.isEmpty()) {
            throw CoreError.NO_MEDIASERVER.error().with("retry_after_ms", 1000);
        }
        return inOrder(ready).stream().map(choice -> choice.info().name()).toList();
    }

    /** Keeps the order of kinds; those of a kind by load. */
    private static List<Choice> inOrder(List<Choice> ready) {
        var kinds =
                ready.stream().map(choice -> choice.info().kind()).distinct().toList();
        var ordered = new ArrayList<>(ready);
        ordered.sort((a, b) -> {
            int byKind = Integer.compare(
                    kinds.indexOf(a.info().kind()), kinds.indexOf(b.info().kind()));
            return byKind != 0
                    ? byKind
                    : Integer.compare(a.info().legs(), b.info().legs());
        });
        return ordered;
    }

    private static boolean can(Choice choice, Wish wish) {
        return choice.capabilities().stream()
                .anyMatch(c -> c.type().equals(wish.type()) && c.role() == wish.role() && c.kind() == wish.kind());
    }

    private static boolean canInOtherRole(Choice choice, Wish wish) {
        return choice.capabilities().stream().anyMatch(c -> c.type().equals(wish.type()) && c.role() != wish.role());
    }

    /** The original's names of backends are taken too. */
    private static String withoutAlias(String name) {
        return switch (name) {
            case "nkmedia_janus" -> "janus";
            case "nkmedia_fs" -> "freeswitch";
            case "nkmedia_kms" -> "kurento";
            default -> name;
        };
    }
}
