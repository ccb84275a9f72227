// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconciling;

import io.vertx.sqlclient.Row;
import io.wattmill.billing.reconcile.Counts;
import io.wattmill.billing.reconcile.Work;
import io.wattmill.billing.sql.Rows;
import io.wattmill.contract.ledger.v1.Outcome;

import java.util.OptionalLong;

/**
 * Reads attempts, with what nobody knows of those that the engine did not finish.
 *
 * @param tailTokens most output tokens after an attempt was given up
 * @param unboundedOutput most output tokens of a request that set no bound
 */
record WorkRules(long tailTokens, long unboundedOutput) {

    Work work(Row row) {
        Counts counts =
                new Counts(
                        1,
                        row.getLong("prompt_tokens"),
                        row.getLong("cached_tokens"),
                        row.getLong("output_tokens"));
        OptionalLong firstToken = Rows.maybeUs(row, "first_token_at");
        return new Work(
                Rows.us(row, "started_at"),
                row.getBoolean("stream") ? firstToken : OptionalLong.empty(),
                Rows.us(row, "ended_at"),
                counts,
                doubt(row, counts));
    }

    private Work.Doubt doubt(Row row, Counts counts) {
        int outcome = row.getShort("outcome");
        boolean completed = outcome == Outcome.OUTCOME_COMPLETED_VALUE;
        Long mostPrompt = row.getLong("most_prompt");
        if (mostPrompt == null) {
            return completed ? Work.Doubt.NONE : new Work.Doubt(Counts.NONE, false, true);
        }
        Counts more =
                new Counts(
                        0,
                        Math.max(0, mostPrompt - counts.prompt()),
                        Math.max(0, mostPrompt - counts.cached()),
                        moreOutput(row, outcome, counts.output()));
        return new Work.Doubt(more, row.getBoolean("estimated"), !completed);
    }

    /** A gateway that lives gives an attempt up at once; one that died could not. */
    private long moreOutput(Row row, int outcome, long output) {
        long bound = row.getLong("most_output");
        long most = Math.max(0, (bound == 0 ? unboundedOutput : bound) - output);
        boolean gaveUp =
                outcome == Outcome.OUTCOME_ABORTED_VALUE || outcome == Outcome.OUTCOME_FAILED_VALUE;
        return gaveUp ? Math.min(most, tailTokens) : most;
    }
}
