// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.probe;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.wattmill.agent.device.DeviceProcesses;
import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.discovery.DiscoveryConfig;
import io.wattmill.agent.discovery.Finds;
import io.wattmill.agent.scrape.ScrapeConfig;
import io.wattmill.agent.search.EngineProfile;
import io.wattmill.agent.search.EngineSearch;
import io.wattmill.kit.bootstrap.ServiceContext;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Looks for engines once, with connections and threads of its own that are closed again. Blocks; a
 * page is waited for no longer than discovery's deadline, and the whole no longer than a few pages
 * one after the other take.
 */
public final class EngineProbe {

    /**
     * Pages of one port one after the other: four to know its kind, a look and a list of models to
     * check it, a version, the list and the look to describe it; and room for kinds that need two.
     */
    private static final int MOST_PAGES = 12;

    private static final String NODE = "probe";

    private final DiscoveryConfig discovery;
    private final ScrapeConfig bounds;

    /** Looks where {@code discovery} says, and reads pages within {@code bounds}. */
    public EngineProbe(DiscoveryConfig discovery, ScrapeConfig bounds) {
        this.discovery = discovery;
        this.bounds = bounds;
    }

    /**
     * What is there.
     *
     * @param devices the devices of this host, in the driver's order
     * @param computing which processes compute on them
     */
    EngineFindings look(List<DeviceReading> devices, DeviceProcesses computing) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        EngineSearch search = new EngineSearch(ServiceContext.of(vertx), NODE, discovery, bounds);
        Future<EngineFindings> found =
                search.look(devices, computing).compose(finds -> describe(search, finds));
        EngineFindings findings =
                within(
                        found.otherwise(cause -> failed("the search failed: " + cause)),
                        failed("the search did not end within " + patienceMillis() + " ms"));
        within(search.close().eventually(vertx::close).map(true).otherwise(false), false);
        return findings;
    }

    private Future<EngineFindings> describe(EngineSearch search, Finds finds) {
        return Future.join(finds.engines().stream().map(search::profile).toList())
                .map(
                        all ->
                                new EngineFindings(
                                        discovery.ports(),
                                        all.<EngineProfile>list(),
                                        finds.passed(),
                                        Optional.empty()));
    }

    private EngineFindings failed(String why) {
        return EngineFindings.failed(discovery.ports(), why);
    }

    private long patienceMillis() {
        return MOST_PAGES * discovery.deadline().toMillis();
    }

    private <T> T within(Future<T> future, T otherwise) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .completeOnTimeout(otherwise, patienceMillis(), TimeUnit.MILLISECONDS)
                .join();
    }
}
