// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.lending;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wattmill.contract.ledger.v1.BudgetTerms;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Optional;

/** The list of budgets on disk, off the event loop. What fails is said, and is not needed. */
final class KeptBudgets {

    private static final Logger LOG = LoggerFactory.getLogger(KeptBudgets.class);

    private final Vertx vertx;
    private final BudgetFile file;
    private final MeterRegistry metrics;

    KeptBudgets(Vertx vertx, BudgetFile file, MeterRegistry metrics) {
        this.vertx = vertx;
        this.file = file;
        this.metrics = metrics;
    }

    /** The list of an earlier run; empty when there is none that can be read. */
    Future<Optional<List<BudgetTerms>>> read() {
        return vertx.executeBlocking(file::read)
                .onFailure(e -> failed("the kept list of budgets cannot be read", e))
                .otherwise(Optional.empty());
    }

    /** Keeps a list; those that are given from one context are written in their order. */
    void write(List<BudgetTerms> terms) {
        vertx.executeBlocking(
                        () -> {
                            file.write(terms);
                            return terms.size();
                        })
                .onFailure(e -> failed("the list of budgets is not kept", e));
    }

    private void failed(String what, Throwable cause) {
        metrics.counter("wattmill_budgets_file_failures").increment();
        LOG.atWarn().addKeyValue("problem", what).setCause(cause).log("budgets on disk");
    }
}
