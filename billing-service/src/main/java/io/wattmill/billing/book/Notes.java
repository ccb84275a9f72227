// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.book;

import io.wattmill.billing.book.ImportedBook.Note;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects what is left out of a file. */
final class Notes {

    private final Map<String, Note> notes = new TreeMap<>();

    /** Something in an entry is left out. */
    void leftOut(String what, String entry) {
        notes.merge(
                what,
                new Note(what, 1, entry),
                (seen, _) -> new Note(what, seen.times() + 1, seen.example()));
    }

    List<Note> all() {
        return List.copyOf(notes.values());
    }
}
