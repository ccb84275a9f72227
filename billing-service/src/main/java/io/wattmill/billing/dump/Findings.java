// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.dump;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with one thing that a dump promises: a few by name, all by number. */
final class Findings {

    private static final int NAMED = 3;

    private final List<String> named = new ArrayList<>();
    private long count;

    void add(String what) {
        count++;
        if (named.size() < NAMED) {
            named.add(what);
        }
    }

    /** The result of a check with this name; {@code whenWell} says what was looked at. */
    DumpAudit.Check check(String name, String whenWell) {
        return check(name, named, count, whenWell);
    }

    /** The result of a check of which {@code count} breaches were found, some of them named. */
    static DumpAudit.Check check(String name, List<String> named, long count, String whenWell) {
        if (count == 0) {
            return new DumpAudit.Check(name, true, whenWell);
        }
        String more = count > named.size() ? "; and " + (count - named.size()) + " more" : "";
        return new DumpAudit.Check(name, false, String.join("; ", named) + more);
    }
}
