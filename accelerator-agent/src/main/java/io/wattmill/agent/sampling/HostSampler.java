// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.sampling;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.wattmill.agent.device.HostReading;
import io.wattmill.agent.device.HostScan;
import io.wattmill.agent.device.HostSource;
import io.wattmill.agent.node.NodeBoard;
import io.wattmill.agent.source.SourceFailure;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;

/** Looks at the host's own meters and writes them on the board. A host may have none. */
public final class HostSampler {

    private static final Logger LOG = LoggerFactory.getLogger(HostSampler.class);

    private final Context context;
    private final HostSource source;
    private final NodeBoard board;
    private String trouble = "";

    /** A sampler on a context. */
    public HostSampler(Context context, HostSource source, NodeBoard board) {
        this.context = context;
        this.source = source;
        this.board = board;
    }

    /** Looks once. */
    public Future<Void> look() {
        return Future.fromCompletionStage(source.scan(), context)
                .compose(
                        scan -> {
                            take(scan);
                            return Future.succeededFuture();
                        });
    }

    private void take(HostScan scan) {
        switch (scan) {
            case HostScan.Seen(List<HostReading> meters) -> {
                board.hosts(meters);
                trouble = "";
            }
            case HostScan.Unseen(SourceFailure failure) -> miss(failure);
        }
    }

    private void miss(SourceFailure failure) {
        board.hosts(List.of());
        if (!failure.text().equals(trouble)) {
            trouble = failure.text();
            LOG.atInfo().addKeyValue("reason", trouble).log("host energy is not read");
        }
    }
}
