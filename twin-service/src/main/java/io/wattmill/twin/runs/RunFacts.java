// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.runs;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of a done run without its answer.
 *
 * @param verdict whether the plan would work: "works", "fails" …
 * @param trace what its requests were
 * @param traceSha256 of every request, hexadecimal
 * @param tables versions of the tables of measurements that went in, by name
 */
public record RunFacts(
        String verdict, String trace, String traceSha256, SortedMap<String, String> tables) {
    /** Of a run that has no answer. */
    public static final RunFacts NONE = new RunFacts("", "", "", new TreeMap<>());

    /** Copies its map. */
    public RunFacts {
        tables = Collections.unmodifiableSortedMap(new TreeMap<>(tables));
    }
}
