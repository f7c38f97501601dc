package io.nkmedia.core.internal.hook;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.hook.RequestFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What became of a request on its way to its command.
 *
 * @param request as it is now
 * @param allowed whether somebody allowed it whatever the roles say
 * @param answer what a filter answered: the command isn't called
 * @param seen the filters that have passed it on: these see the reply too
 */
public record Admission(
        Request request,
        boolean allowed,
        Optional<Object> answer,
        Optional<ApiException> refusal,
        List<Entry<RequestFilter>> seen) {
    static Admission of(Request request) {
        return new Admission(request, false, Optional.empty(), Optional.empty(), List.of());
    }

    Admission refused(ApiException why) {
        return new Admission(request, allowed, Optional.empty(), Optional.of(why), seen);
    }

    Admission answered(Object data) {
        return new Admission(request, allowed, Optional.of(data), Optional.empty(), seen);
    }

    Admission allowed(Request changed) {
        return new Admission(changed, true, answer, refusal, seen);
    }

    Admission passedBy(Entry<RequestFilter> filter, Request changed) {
        var more = new ArrayList<>(seen);
        more.add(filter);
        return new Admission(changed, allowed, answer, refusal, more);
    }

    boolean over() {
        return answer.isPresent() || refusal.isPresent();
    }
}
