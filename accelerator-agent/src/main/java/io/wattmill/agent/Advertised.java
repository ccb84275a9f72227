// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent;

import io.wattmill.kit.config.ConfigException;
import io.wattmill.kit.config.ConfigProblem;
import io.wattmill.kit.tls.Reach;

import java.util.List;

/** Under which address the engines that an agent finds are told to the router. */
public final class Advertised {

    private Advertised() {}

    /**
     * Refuses to tell a router on another host that engines are at this host's loopback: every
     * gateway would send their prompts to its own.
     *
     * @param routerHost where the router is
     * @throws ConfigException when engines are looked for and advertised so
     */
    public static void check(AgentConfig config, String routerHost) {
        String advertise = config.discovery().advertise();
        if (config.discovery().looks(config.engines().size())
                && Reach.of(advertise) == Reach.LOOPBACK
                && Reach.of(routerHost) != Reach.LOOPBACK) {
            String words =
                    "'%s' leads each gateway to its own host, and the router '%s' is on another"
                        + " than this: name this host as gateways reach it, or look for no engines"
                        + " (discovery.mode: never)";
            throw new ConfigException(
                    List.of(
                            new ConfigProblem(
                                    "agent.discovery.advertise",
                                    words.formatted(advertise, routerHost))));
        }
    }
}
