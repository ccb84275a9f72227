// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.suite;

import io.wattmill.kit.config.Configuration;
import io.wattmill.standalone.folder.DataFolder;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a suite is made from.
 *
 * @param data where it keeps everything; locked by the caller
 * @param cache where unpacked binaries are kept
 * @param config a YAML file
 * @param environment `WATTMILL_*` variables
 * @param overrides settings of the command line, as variables; they win over file and environment
 * @param looksForEngines whether an engine of this host is served instead of the emulated fleet,
 *     where one is found and none is configured
 */
public record SuiteInputs(
        DataFolder data,
        Path cache,
        Optional<Path> config,
        Map<String, String> environment,
        Map<String, String> overrides,
        boolean looksForEngines) {
    private static final String TRACES_FOLDER = "WATTMILL_TWIN_TRACES_FOLDER";
    static final String RUNS_ENABLED = "WATTMILL_TWIN_RUNS_ENABLED";

    /** Inputs of a suite that serves what is configured, and looks for nothing. */
    public SuiteInputs(
            DataFolder data,
            Path cache,
            Optional<Path> config,
            Map<String, String> environment,
            Map<String, String> overrides) {
        this(data, cache, config, environment, overrides, false);
    }

    /** The settings before there is a database. */
    public SuiteSettings settings() {
        return settings(Map.of());
    }

    /** Whether somebody said of twin.runs.enabled how it is to be; the suite leaves it at that. */
    boolean sayWhetherRunsAreKept() {
        return say(RUNS_ENABLED, "twin.runs.enabled");
    }

    private boolean say(String variable, String path) {
        return environment.containsKey(variable)
                || overrides.containsKey(variable)
                || Configuration.load(config, environment).says(path);
    }

    /** The settings, with the places that only the suite knows over everything else. */
    SuiteSettings settings(Map<String, String> more) {
        var all = new HashMap<>(overrides);
        all.put("WATTMILL_GATEWAY_DATA", data.gateway().toString());
        if (!say(TRACES_FOLDER, "twin.traces.folder")) {
            all.put(TRACES_FOLDER, data.traces().toString());
        }
        // A suite says that it serves when its whole fleet has joined: nothing to gather then.
        all.put("WATTMILL_ROUTER_FLEET_GATHER_TIME", "0s");
        all.putAll(more);
        return SuiteSettings.read(config, environment, all);
    }
}
