package io.nkmedia.core.internal.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nkmedia.api.ApiException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** services.md §4: dependencies are added, below the plugins that need them; cycles are errors. */
class DependenciesTest {
    private static Dependencies of(List<String> listed, Map<String, List<String>> requires) {
        return Dependencies.of(listed, name -> requires.getOrDefault(name, List.of()));
    }

    @Test
    void withoutRequirements_theOrderIsTheListed() {
        assertThat(of(List.of("b", "a", "c"), Map.of()).order()).containsExactly("b", "a", "c");
    }

    @Test
    void whatIsRequired_isAdded_andComesBelow_evenIfListedAbove() {
        var requires = Map.of("a", List.of("base"), "base", List.of("ground"));
        assertThat(of(List.of("a", "z"), requires).order()).containsExactly("a", "z", "base", "ground");
        assertThat(of(List.of("ground", "base", "a"), requires).order()).containsExactly("a", "base", "ground");
    }

    @Test
    void aCircle_isNamed_andTheOthersKeepTheirPlace() {
        var found = of(List.of("x", "a", "y"), Map.of("a", List.of("b"), "b", List.of("c"), "c", List.of("a")));
        assertThat(found.order()).startsWith("x", "y").hasSize(5);
        assertThat(found.problem()).isEqualTo("a requires b requires c requires a");
        assertThat(of(List.of("a"), Map.of("a", List.of("a"))).problem()).isEqualTo("a requires a");
    }

    @Test
    void aConfigurationWithACircle_isRefused_andPluginsOfOneThatComesLaterDontStart() {
        var world = new World("{}");
        var one = new HookPlugin();
        var two = new HookPlugin();
        FakeOsgi.install(world.plugins, "one", one, "two");
        world.reconfigure("{\"plugins\":[\"one\",\"fake\"]}");
        world.plugins.check(List.of("one", "fake"), Map.of());
        FakeOsgi.install(world.plugins, "two", two, "one");
        world.time.run();
        assertThat(one.calls).isEmpty();
        assertThat(two.calls).isEmpty();
        assertThat(world.service.plugins()).anyMatch(line -> line.startsWith("fake "));
        assertThatThrownBy(() -> world.plugins.check(List.of("fake", "one"), Map.of()))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("one requires two requires one");
    }

    @Test
    void aPlugin_startsAfterWhatItRequires_andStopsBefore_andIsNotStoppedByItsUpgrade() {
        var world = new World("{}");
        var top = new HookPlugin();
        var base = new HookPlugin();
        FakeOsgi.install(world.plugins, "top", top, "base");
        world.reconfigure("{\"plugins\":[\"fake\",\"top\"]}");
        assertThat(world.service.plugins()).contains("top (waits for what it requires)", "base (missing)");
        assertThat(top.calls).isEmpty();
        var goes = FakeOsgi.install(world.plugins, "base", base);
        world.time.run();
        assertThat(base.calls).containsExactly("start");
        assertThat(top.calls).containsExactly("start");
        goes.run();
        world.time.run();
        assertThat(top.calls).containsExactly("start");
        FakeOsgi.install(world.plugins, "base", base);
        world.time.run();
        world.reconfigure("{\"plugins\":[\"fake\"]}");
        assertThat(top.calls).containsExactly("start", "stop");
        assertThat(base.calls).containsExactly("start", "start", "stop");
    }
}
