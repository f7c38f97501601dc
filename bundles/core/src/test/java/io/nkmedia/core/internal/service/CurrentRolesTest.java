package io.nkmedia.core.internal.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.Test;

/** services.md §3.3: roles change for the next request; protocol.md §4.4. */
class CurrentRolesTest {
    @Test
    void aRoleThatIsTakenAway_isGoneAtTheNextRequest() {
        var world = new World("{}");
        var client = world.connect("c1", "192.0.2.1");
        client.receive("{\"class\":\"core\",\"subclass\":\"user\",\"cmd\":\"login\",\"tid\":1,"
                + "\"data\":{\"user\":\"ann\",\"password\":\"pw\"}}");
        world.time.run();
        client.out.clear();
        var hash = OpenBSDBCrypt.generate("2y", "pw".toCharArray(), new byte[16], 4);
        world.reconfigure("{\"auth\": {\"users\": [{\"user\": \"ann\", \"password_hash\": \"" + hash
                + "\", \"roles\": [\"listener\"]}]}}");
        client.receive("{\"class\":\"core\",\"subclass\":\"event\",\"cmd\":\"get_subscriptions\",\"tid\":2}");
        world.time.run();
        assertThat(client.out).singleElement().asString().contains("\"unauthorized\"");
    }

    @Test
    void anEventClassThatIsNotTheUsers_cannotBeSubscribedByTheUsersName() {
        var world = new World("{}");
        var client = world.connect("c1", "192.0.2.1");
        client.receive("{\"class\":\"core\",\"subclass\":\"user\",\"cmd\":\"login\",\"tid\":1,"
                + "\"data\":{\"user\":\"ann\",\"password\":\"pw\"}}");
        world.time.run();
        client.out.clear();
        client.receive("{\"class\":\"core\",\"subclass\":\"event\",\"cmd\":\"subscribe\",\"tid\":2,"
                + "\"data\":{\"class\":\"core\",\"subclass\":\"service\",\"obj_id\":\"ann\"}}");
        world.time.run();
        assertThat(client.out).singleElement().asString().contains("\"unauthorized\"");
    }
}
