// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.hosted;

import io.vertx.core.Vertx;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The hosted APIs that this gateway knows. Their names are resolved here, off the event loops and
 * again and again, and connections go to addresses that were checked: what a name resolves to in
 * between (DNS rebinding) is never asked.
 */
public final class HostedApis {

    private static final Logger LOG = LoggerFactory.getLogger(HostedApis.class);

    private final Map<String, HostedApi> byNode;
    private final long periodMs;
    private final AtomicBoolean refreshing = new AtomicBoolean();
    private Optional<Long> timer = Optional.empty();

    private HostedApis(Map<String, HostedApi> byNode, long periodMs) {
        this.byNode = Map.copyOf(byNode);
        this.periodMs = periodMs;
    }

    /**
     * The APIs as configured, with their keys and, where their names resolve now, their addresses.
     * Blocks.
     *
     * @throws IOException when a key file cannot be used
     */
    public static HostedApis open(HostedConfig config) throws IOException {
        Map<String, HostedApi> byNode = new HashMap<>();
        for (var node : config.nodes().entrySet()) {
            byNode.put(node.getKey(), HostedApi.read(node.getKey(), node.getValue()));
        }
        HostedApis apis = new HostedApis(byNode, config.resolvePeriod().toMillis());
        apis.resolve();
        return apis;
    }

    /** Begins to resolve names and to read keys again and again. */
    public void start(Vertx vertx) {
        if (!byNode.isEmpty()) {
            timer = Optional.of(vertx.setPeriodic(periodMs, _ -> refreshSoon(vertx)));
        }
    }

    /** Does so no more. */
    public void stop(Vertx vertx) {
        timer.ifPresent(vertx::cancelTimer);
    }

    /**
     * One round at a time: without DNS each lasts longer than the period, and rounds would queue.
     */
    private void refreshSoon(Vertx vertx) {
        if (refreshing.compareAndSet(false, true)) {
            vertx.executeBlocking(
                            () -> {
                                refresh();
                                return byNode.size();
                            },
                            false)
                    .onFailure(
                            cause -> LOG.atError().setCause(cause).log("hosted APIs not refreshed"))
                    .onComplete(_ -> refreshing.set(false));
        }
    }

    private void resolve() {
        byNode.values().forEach(HostedApis::resolve);
    }

    private void refresh() {
        byNode.values().forEach(HostedApis::readKey);
        resolve();
    }

    private static void readKey(HostedApi api) {
        try {
            api.readKey();
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("node", api.node())
                    .addKeyValue("reason", e.getMessage())
                    .log("key of a hosted API not read again");
        }
    }

    private static void resolve(HostedApi api) {
        try {
            api.resolve().ifPresent(why -> tell(api, why));
        } catch (UnknownHostException _) {
            tell(api, "its name does not resolve");
        }
    }

    private static void tell(HostedApi api, String why) {
        LOG.atWarn()
                .addKeyValue("node", api.node())
                .addKeyValue("origin", api.url().origin())
                .addKeyValue("reason", why)
                .log("hosted API without a usable address");
    }

    Collection<HostedApi> all() {
        return byNode.values();
    }

    /** {@code text} of a node's API without its key. */
    public String withoutKey(String node, String text) {
        HostedApi api = byNode.get(node);
        return api == null ? text : api.withoutKey(text);
    }
}
