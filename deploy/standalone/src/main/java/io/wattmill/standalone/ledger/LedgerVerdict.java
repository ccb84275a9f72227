// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * What came of holding acknowledged requests against the ledger.
 *
 * @param acks what the client received in full
 * @param missing those that are not on the ledger
 * @param bookedOften those that are on it more than once
 * @param books the ledger's own audit
 */
public record LedgerVerdict(
        AckFile acks, List<UUID> missing, List<UUID> bookedOften, BooksReport books) {

    private static final int NAMED = 5;

    /** Each acknowledged request is on the ledger exactly once, and the books hold. */
    public boolean holds() {
        return missing.isEmpty()
                && bookedOften.isEmpty()
                && acks.repeated().isEmpty()
                && books.ok();
    }

    /** The table, one line each. */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add(row(true, "acks", count(acks.ids().size()) + " ids" + torn()));
        lines.add(row(missing.isEmpty(), "missing", named(missing)));
        lines.add(row(bookedOften.isEmpty(), "twice", named(bookedOften)));
        if (!acks.repeated().isEmpty()) {
            lines.add(row(false, "repeated", named(List.copyOf(acks.repeated()))));
        }
        lines.addAll(bookLines());
        return lines;
    }

    /** The table without acknowledged requests, for whoever brought none. */
    public List<String> bookLines() {
        var lines = new ArrayList<String>();
        books.checks().forEach(check -> lines.add(row(check)));
        lines.add(row(holds(), "ledger", holds() ? "holds" : "does not hold"));
        return lines;
    }

    private static String row(BooksReport.Check check) {
        return row(check.name(), check.ok(), check.detail());
    }

    /** One check: its number, what it says, and what was found. */
    static String row(String name, boolean ok, String detail) {
        var words = name.split(" ", 2);
        var what = words.length > 1 ? words[1] + ": " : "";
        return row(ok, words[0], what + detail);
    }

    private String torn() {
        return acks.torn() ? ", and a torn last line that does not count" : "";
    }

    private static String named(List<UUID> ids) {
        var names = ids.stream().limit(NAMED).map(UUID::toString).toList();
        var more = ids.size() > NAMED ? " and more" : "";
        return count(ids.size()) + (ids.isEmpty() ? "" : "  " + String.join(" ", names) + more);
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String row(boolean good, String name, String text) {
        return "%s %-9s %s".formatted(good ? "✓" : "✗", name, text);
    }
}
