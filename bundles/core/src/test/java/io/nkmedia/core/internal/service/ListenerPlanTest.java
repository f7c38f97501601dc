package io.nkmedia.core.internal.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nkmedia.api.ApiException;
import io.nkmedia.core.internal.config.Documents;
import io.nkmedia.core.internal.json.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** services.md §2.2: what a listener tells its connections. */
class ListenerPlanTest {
    private final Documents documents = new Documents(new Json());

    @Test
    void rolesOfAListener_areItsAttribute() {
        var document = documents
                .parse("{\"name\":\"demo\",\"shared_http\":false,\"listeners\":["
                        + "{\"url\":\"tcp://127.0.0.1:9010\",\"roles\":[\"manager\",\"admin\"]},"
                        + "{\"url\":\"tcp://127.0.0.1:9011\"}]}")
                .document();
        assertThat(ListenerPlan.of(document))
                .extracting(spec -> spec.attributes())
                .containsExactly(Map.of("service", "demo", "roles", "manager,admin"), Map.of("service", "demo"));
    }

    @Test
    void aRoleThatIsNone_isRefused() {
        assertThatThrownBy(() -> documents.parse("{\"name\":\"demo\",\"listeners\":["
                        + "{\"url\":\"tcp://127.0.0.1:9010\",\"roles\":[\"king\"]}]}"))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("listeners[0].roles");
    }
}
