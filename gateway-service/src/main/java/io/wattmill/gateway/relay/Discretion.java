// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.wattmill.contract.common.v1.WorkContext;
import io.wattmill.contract.placement.v1.DecisionRecord;

/**
 * What is written down of a request whose key asks for no log: what the books need, and nothing
 * that tells its work apart from the key's other work. Tier and agent stay: prices and budgets ask
 * for them.
 */
final class Discretion {

    private Discretion() {}

    static WorkContext recorded(Job job) {
        return job.key().bounds().noLog()
                ? WorkContext.newBuilder()
                        .setTier(job.work().getTier())
                        .setAgent(job.work().getAgent())
                        .build()
                : job.work();
    }

    static DecisionRecord recorded(Job job, DecisionRecord decision) {
        return job.key().bounds().noLog() ? DecisionRecord.getDefaultInstance() : decision;
    }
}
