// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent;

import io.vertx.core.Future;
import io.wattmill.agent.link.RouterLink;
import io.wattmill.agent.node.NodeBoard;
import io.wattmill.agent.page.MetricsPage;
import io.wattmill.agent.page.NodeFacts;
import io.wattmill.agent.page.NodeJson;
import io.wattmill.agent.page.PageConfig;
import io.wattmill.agent.rate.EngineRate;
import io.wattmill.agent.rate.RateBook;
import io.wattmill.agent.report.EngineStatus;
import io.wattmill.agent.report.NodePicture;
import io.wattmill.kit.time.Clock;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What an agent shows to its operators. It belongs to the agent's context, like the board. */
final class OperatorParts {

    private final NodeBoard board;
    private final RouterLink router;
    private final Clock clock;
    private final String hostname;
    private final RateBook rates;

    OperatorParts(NodeBoard board, RouterLink router, Clock clock, PageConfig config) {
        this.board = board;
        this.router = router;
        this.clock = clock;
        this.hostname = HostName.of(config.hostname(), System.getenv(), board.nodeId());
        long windowNanos = config.rateWindow().toNanos();
        this.rates = new RateBook(TimeUnit.NANOSECONDS.toMicros(windowNanos));
    }

    /** Takes the pace of the engines; to be called again and again. */
    Future<Void> look() {
        rates.look(board.picture(), clock.nowUs());
        return Future.succeededFuture();
    }

    /** The metrics that the registry does not have. */
    String metrics() {
        return MetricsPage.of(facts());
    }

    /** The node as JSON. */
    String node() {
        return NodeJson.of(facts());
    }

    private NodeFacts facts() {
        NodePicture picture = board.picture();
        Map<String, EngineRate> paces = new HashMap<>();
        for (EngineStatus engine : picture.engines()) {
            String id = engine.config().id();
            rates.of(id).ifPresent(pace -> paces.put(id, pace));
        }
        return new NodeFacts(picture, paces, trouble(), hostname, clock.nowUs());
    }

    private Optional<String> trouble() {
        return router.isUp() ? Optional.empty() : Optional.of(router.trouble());
    }
}
