package io.nkmedia.api.runtime;

import java.util.List;
import java.util.Map;

/**
 * How an engine is run, as data. Files and arguments are templates in which the runtime fills in
 * {@code ${dir}} (the instance's own folder), {@code ${record}} (a folder for recordings), {@code ${port.NAME}} (a
 * reserved port), {@code ${rtp.from}} and {@code ${rtp.to}} (its RTP range, inclusive), {@code ${secret.NAME}} (a fresh
 * random secret), {@code ${bind}} (the address that control ports bind to), {@code ${id}} (a unique name),
 * {@code ${option.NAME}} (an entry of {@code options} in the configuration; nothing if it isn't there).
 *
 * @param kind such as {@code janus}
 * @param programs names of the binary, tried in order; a {@code binary} in the configuration comes first
 * @param arguments templates
 * @param files relative name to template; written with mode 0600
 * @param ports names of the TCP control ports it needs
 * @param secrets names of the secrets it needs
 * @param rtpPorts how many RTP ports if the configuration has no {@code rtp_ports}
 */
public record EngineSpec(
        String kind,
        List<String> programs,
        List<String> arguments,
        Map<String, String> files,
        List<String> ports,
        List<String> secrets,
        int rtpPorts) {
    public EngineSpec {
        programs = List.copyOf(programs);
        arguments = List.copyOf(arguments);
        files = Map.copyOf(files);
        ports = List.copyOf(ports);
        secrets = List.copyOf(secrets);
    }
}
