// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.probe;

import io.wattmill.agent.discovery.Finds.Passed;
import io.wattmill.agent.search.EngineProfile;

import java.util.List;
import java.util.Optional;

/**
 * What a search for engines came to.
 *
 * @param asked the ports that were asked whether or not a process is known there
 * @param engines by rising port
 * @param passed what looked like an engine and cannot be served, each with the reason
 * @param failure why nothing is known of engines, empty when the search came to its end
 */
public record EngineFindings(
        List<Integer> asked,
        List<EngineProfile> engines,
        List<Passed> passed,
        Optional<String> failure) {

    /** Copies the lists. */
    public EngineFindings {
        asked = List.copyOf(asked);
        engines = List.copyOf(engines);
        passed = List.copyOf(passed);
    }

    static EngineFindings failed(List<Integer> asked, String why) {
        return new EngineFindings(asked, List.of(), List.of(), Optional.of(why));
    }
}
