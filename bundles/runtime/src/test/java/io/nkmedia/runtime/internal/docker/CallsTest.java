package io.nkmedia.runtime.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.exception.InternalServerErrorException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.nkmedia.api.runtime.RuntimeUnavailable;
import io.nkmedia.runtime.internal.EngineAway;
import io.nkmedia.runtime.internal.wire.DockerAddress;
import java.io.IOException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallsTest {
    private final Calls calls = new Calls(DockerAddress.of(null, null));

    @Test
    void refusal_isItsMessageAndStatus() {
        assertThatThrownBy(() -> calls.ask(() -> {
                    throw new InternalServerErrorException("Status 500: {\"message\":\"no space left\"}\n");
                }))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(EngineAway.class)
                .hasMessage("the Docker engine refuses: no space left (500)");
    }

    @Test
    void nobodyThere_isAway_andNamesTheAddress() {
        assertThatThrownBy(() -> calls.ask(() -> {
                    throw new IllegalStateException(new ConnectException("Connection refused"));
                }))
                .isInstanceOf(EngineAway.class)
                .hasMessage("no Docker engine answers at unix:///var/run/docker.sock: Connection refused");
    }

    @Test
    void whatIsNotThere_isEmpty_andNeedNotBeEnded() throws IOException {
        assertThat(calls.find(() -> {
                    throw new NotFoundException("no such container");
                }))
                .isEmpty();
        calls.tell(() -> {
            throw new NotFoundException("no such container");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix:///run/docker.sock", "tcp://127.0.0.1:2375", "tcp://localhost:2376", "tcp://[::1]:1"})
    void engineOfThisMachine_isTaken(String host) {
        assertThat(DockerAddress.of(host, null).host()).isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"tcp://10.0.0.1:2375", "tcp://127.0.0.1.example.org:1", "ssh://localhost", "/run/docker.sock"})
    void engineOfAnotherMachine_orNoAddress_isRefused(String host) {
        assertThatThrownBy(() -> DockerAddress.of(host, null))
                .isInstanceOf(RuntimeUnavailable.class)
                .hasMessageStartingWith("docker_host " + host);
    }
}
