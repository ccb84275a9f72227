// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.book;

import io.wattmill.billing.price.MonthlyTerms;
import io.wattmill.billing.price.PriceLines;

import java.util.List;

/**
 * A book that was read.
 *
 * @param notes what of the file was not understood and left out, with how often and an example
 */
public record ImportedBook(PriceLines lines, MonthlyTerms monthly, List<Note> notes) {

    public ImportedBook {
        notes = List.copyOf(notes);
    }

    /** One kind of thing that was left out. */
    public record Note(String what, int times, String example) {}
}
