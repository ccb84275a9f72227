// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.suite;

import io.wattmill.gateway.GatewayConfig;
import io.wattmill.kit.config.ConfigException;
import io.wattmill.kit.config.ConfigProblem;
import io.wattmill.router.RouterConfig;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Hosted APIs have two sides, by the same name; in one JVM it can be seen that none lacks one. */
final class HostedNames {
    private static final String ROUTER = "router.hosted.nodes";
    private static final String GATEWAY = "gateway.hosted.nodes";

    private HostedNames() {}

    /**
     * Compares both sides.
     *
     * @throws ConfigException when one names an API that the other lacks
     */
    static void check(RouterConfig router, GatewayConfig gateway) {
        var placed = router.hosted().nodes().keySet();
        var opened = gateway.hosted().nodes().keySet();
        List<ConfigProblem> problems = new ArrayList<>();
        lacking(placed, opened)
                .forEach(name -> problems.add(problem(ROUTER, name, "address and key", GATEWAY)));
        lacking(opened, placed)
                .forEach(name -> problems.add(problem(GATEWAY, name, "models", ROUTER)));
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    private static Set<String> lacking(Set<String> names, Set<String> others) {
        var lacking = new TreeSet<>(names);
        lacking.removeAll(others);
        return lacking;
    }

    private static ConfigProblem problem(String here, String name, String what, String there) {
        return new ConfigProblem(
                here + "." + name, "has no " + what + ": set them in " + there + "." + name);
    }
}
