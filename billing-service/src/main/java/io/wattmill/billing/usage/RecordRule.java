// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.usage;

import io.wattmill.billing.budget.Budget;
import io.wattmill.billing.budget.Unit;
import io.wattmill.contract.common.v1.TokenVector;
import io.wattmill.contract.ledger.v1.Attempt;
import io.wattmill.contract.ledger.v1.LeaseUse;
import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.contract.ledger.v1.UsageRecord;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * One thing that makes a record impossible to book. Only what the books cannot do without is
 * refused; what is merely odd (a clock that went back, a long label) is put right by {@link
 * UsageParser}.
 */
record RecordRule(String code, String message, Predicate<UsageRecord> broken) {

    /** More tokens than any request has; keeps every product within 64 bits. */
    static final long MAX_TOKENS = 1_000_000_000L;

    private static final long EARLIEST_US = 1_577_836_800_000_000L; // 2020-01-01
    private static final long LATEST_US = 4_102_444_800_000_000L; // 2100-01-01
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private static final List<RecordRule> ALL =
            List.of(
                    new RecordRule(
                            "bad_request_id",
                            "request_id is not a UUID",
                            r -> !isUuid(r.getRequestId())),
                    new RecordRule(
                            "bad_sequence",
                            "journal_sequence starts at 1",
                            r -> r.getJournalSequence() < 1),
                    new RecordRule(
                            "bad_owner",
                            "principal needs a project_id and a key_id of 1 to "
                                    + UsageParser.MAX_TEXT
                                    + " characters",
                            r ->
                                    !isKey(r.getPrincipal().getProjectId())
                                            || !isKey(r.getPrincipal().getKeyId())),
                    new RecordRule(
                            "bad_model", "model is empty or too long", r -> !isKey(r.getModel())),
                    new RecordRule(
                            "bad_outcome",
                            "outcome is not one of ours",
                            r -> !isOutcome(r.getOutcome())),
                    new RecordRule(
                            "bad_tokens",
                            "token counts are 0 to "
                                    + MAX_TOKENS
                                    + " and reasoning is a part of output",
                            r -> !isTokens(r.getTokens()) || !isCount(r.getWasteTokens())),
                    new RecordRule(
                            "bad_limit",
                            "max_output_tokens is below 0",
                            r -> r.getMaxOutputTokens() < 0),
                    new RecordRule(
                            "bad_time",
                            "admitted_at_us is not an instant between 2020 and 2100 in"
                                    + " microseconds",
                            r -> !isInstant(r.getAdmittedAtUs()) || r.getEndedAtUs() > LATEST_US),
                    new RecordRule(
                            "bad_attempts",
                            "attempts are numbered from 1, at most "
                                    + UsageParser.MAX_ATTEMPTS
                                    + ", each with an engine,"
                                    + " times and tokens",
                            r -> !areAttempts(r.getAttemptsList())),
                    new RecordRule(
                            "bad_provider_price",
                            "provider_price has three prices per Mtok, 0 to 1,000,000",
                            r ->
                                    !r.getAttemptsList().stream()
                                            .allMatch(ProviderPrices::isReadable)),
                    new RecordRule(
                            "bad_leases",
                            "leases, at most "
                                    + UsageParser.MAX_LEASES
                                    + ", each have a budget_id, a lease_id, a unit that is spent"
                                    + " and an amount of 0 or more",
                            r -> !areLeases(r.getLeasesList())));

    /** The first rule that a record breaks. */
    static Optional<RecordRule> firstBroken(UsageRecord record) {
        return ALL.stream().filter(rule -> rule.broken.test(record)).findFirst();
    }

    private static boolean isUuid(String text) {
        return UUID_TEXT.matcher(text).matches();
    }

    /** Text that can identify something. */
    static boolean isKey(String text) {
        return !text.isEmpty() && text.length() <= UsageParser.MAX_TEXT && text.indexOf('\0') < 0;
    }

    private static boolean isOutcome(Outcome outcome) {
        return outcome != Outcome.OUTCOME_UNSPECIFIED && outcome != Outcome.UNRECOGNIZED;
    }

    private static boolean isCount(long tokens) {
        return tokens >= 0 && tokens <= MAX_TOKENS;
    }

    private static boolean isTokens(TokenVector tokens) {
        return isCount(tokens.getInputUncached())
                && isCount(tokens.getCacheRead())
                && isCount(tokens.getCacheWrite())
                && isCount(tokens.getOutput())
                && tokens.getReasoning() >= 0
                && tokens.getReasoning() <= tokens.getOutput();
    }

    private static boolean isInstant(long atUs) {
        return atUs >= EARLIEST_US && atUs <= LATEST_US;
    }

    private static boolean areAttempts(List<Attempt> attempts) {
        long numbers = attempts.stream().mapToInt(Attempt::getNumber).distinct().count();
        return attempts.size() <= UsageParser.MAX_ATTEMPTS
                && numbers == attempts.size()
                && attempts.stream().allMatch(RecordRule::isAttempt);
    }

    private static boolean areLeases(List<LeaseUse> uses) {
        return uses.size() <= UsageParser.MAX_LEASES && uses.stream().allMatch(RecordRule::isUse);
    }

    private static boolean isUse(LeaseUse use) {
        return isKey(use.getBudgetId())
                && isUuid(use.getLeaseId())
                && Unit.spendable(use.getUnit()).isPresent()
                && use.getAmount() >= 0
                && use.getAmount() <= Budget.MAX_AMOUNT;
    }

    private static boolean isAttempt(Attempt attempt) {
        return attempt.getNumber() > 0
                && isKey(attempt.getNodeId())
                && isKey(attempt.getEngineId())
                && isInstant(attempt.getStartedAtUs())
                && attempt.getEndedAtUs() <= LATEST_US
                && isTokens(attempt.getTokens())
                && isCount(attempt.getWasteTokens());
    }
}
