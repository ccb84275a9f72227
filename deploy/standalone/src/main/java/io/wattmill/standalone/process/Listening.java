// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.process;

import io.wattmill.billing.BillingConfig;
import io.wattmill.gateway.GatewayConfig;
import io.wattmill.kit.cluster.ClusterConfig;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.process.ProcessConfig;
import io.wattmill.router.RouterConfig;
import io.wattmill.router.RouterMode;
import io.wattmill.twin.TwinConfig;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * An address that a process is going to bind.
 *
 * @param setting dotted path of the port in the configuration
 */
public record Listening(String setting, InetSocketAddress address) {

    /** What a process of this kind binds, in the order in which people ask for it. */
    public static List<Listening> of(Program program, Configuration configuration) {
        var all = new ArrayList<Listening>();
        var process = configuration.section("process", ProcessConfig.class);
        var rpc = at("process.rpc.port", process.rpc().host(), process.rpc().port());
        switch (program) {
            case GATEWAY -> {
                var http = configuration.section("gateway", GatewayConfig.class).http();
                all.add(at("gateway.http.port", http.host(), http.port()));
                var router = configuration.section("router", RouterConfig.class);
                if (router.mode() == RouterMode.EMBEDDED) {
                    all.add(rpc);
                }
            }
            case ROUTER -> all.add(rpc);
            case BILLING -> {
                var http = configuration.section("billing", BillingConfig.class).http();
                all.add(rpc);
                all.add(at("billing.http.port", http.host(), http.port()));
            }
            case TWIN -> {
                var http = configuration.section("twin", TwinConfig.class).http();
                all.add(at("twin.http.port", http.host(), http.port()));
            }
            case AGENT -> {}
        }
        all.add(at("process.ops.port", process.ops().host(), process.ops().port()));
        if (program != Program.AGENT) {
            all.addAll(bus(configuration.section("cluster", ClusterConfig.class)));
        }
        return all;
    }

    private static List<Listening> bus(ClusterConfig cluster) {
        return cluster.enabled()
                ? List.of(
                        at("cluster.port", cluster.host(), cluster.port()),
                        at(
                                "cluster.event-bus-port",
                                cluster.eventBusHost(),
                                cluster.eventBusPort()))
                : List.of();
    }

    private static Listening at(String setting, String host, int port) {
        return new Listening(setting, new InetSocketAddress(host, port));
    }
}
