// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The commands by name, in the order in which help lists them. To read what a command takes costs a
 * start tens of milliseconds, so that the one that is named is read alone.
 */
final class Commands {
    private static final Map<String, Class<?>> ALL = listed();

    private Commands() {}

    private static Map<String, Class<?>> listed() {
        var all = new LinkedHashMap<String, Class<?>>();
        all.put("up", UpCommand.class);
        all.put("gateway", GatewayCommand.class);
        all.put("router", RouterCommand.class);
        all.put("billing", BillingCommand.class);
        all.put("twin", TwinCommand.class);
        all.put("agent", AgentCommand.class);
        all.put("rehearse", RehearseCommand.class);
        all.put("record", RecordCommand.class);
        all.put("replay", ReplayCommand.class);
        all.put("ledger", LedgerCommand.class);
        all.put("prices", PricesCommand.class);
        all.put("budgets", BudgetsCommand.class);
        all.put("keys", KeysCommand.class);
        all.put("orgs", OrgsCommand.class);
        all.put("projects", ProjectsCommand.class);
        all.put("agents", AgentsCommand.class);
        all.put("usage", UsageCommand.class);
        all.put("series", SeriesCommand.class);
        all.put("plan", PlanCommand.class);
        all.put("route-eval", RouteEvalCommand.class);
        all.put("config", ConfigCommand.class);
        all.put("reference", ReferenceCommand.class);
        all.put("explain", ExplainCommand.class);
        all.put("top", TopCommand.class);
        return Collections.unmodifiableMap(all);
    }

    static Map<String, Class<?>> all() {
        return ALL;
    }

    /** The command with this name alone; all of them when it is none of theirs. */
    static Map<String, Class<?>> named(String word) {
        return Optional.<Class<?>>ofNullable(ALL.get(word))
                .<Map<String, Class<?>>>map(command -> Map.of(word, command))
                .orElse(ALL);
    }
}
