// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.suite;

import io.vertx.core.Future;
import io.wattmill.agent.device.DeviceProcesses;
import io.wattmill.agent.discovery.Found;
import io.wattmill.agent.search.EngineSearch;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.standalone.suite.Milestone.LocalEngine;

import java.util.List;
import java.util.Map;

/**
 * The engines of this host that a suite serves instead of an emulated fleet. The agent will find
 * them again, by the same search; this one decides what there is to start.
 *
 * @param found what answered, by rising port
 * @param looked whether anybody looked
 */
record LocalEngines(List<LocalEngine> found, boolean looked) {

    private static final LocalEngines UNASKED = new LocalEngines(List.of(), false);

    LocalEngines {
        found = List.copyOf(found);
    }

    /** Looks, if the suite is to and no engine is configured. */
    static Future<LocalEngines> look(SuiteInputs inputs, ServiceContext services) {
        var agent = inputs.settings().agent();
        var looks = inputs.looksForEngines() && agent.engines().isEmpty();
        if (!looks || !agent.discovery().looks(0)) {
            return Future.succeededFuture(UNASKED);
        }
        var search = new EngineSearch(services, agent.nodeId(), agent.discovery(), agent.scrape());
        return search.look(List.of(), DeviceProcesses.UNSAID)
                .map(finds -> finds.engines().stream().map(LocalEngines::local).toList())
                .map(found -> new LocalEngines(found, true))
                .eventually(search::close);
    }

    private static LocalEngine local(Found found) {
        var engine = found.engine();
        return new LocalEngine(engine.kind().wireName(), engine.url().getPort(), found.how());
    }

    /** Whether there is one to serve. */
    boolean any() {
        return !found.isEmpty();
    }

    /** What it means for the other services: no emulated fleet beside a real one. */
    Map<String, String> settings() {
        return any() ? Map.of("WATTMILL_TWIN_EMULATOR_ENABLED", "false") : Map.of();
    }
}
