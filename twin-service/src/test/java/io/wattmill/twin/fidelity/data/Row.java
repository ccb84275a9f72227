// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.data;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One row of a {@link Table}. */
public final class Row {
    /** Names of columns and where they are. */
    static final class Header {
        private final Map<String, Integer> places = new HashMap<>();

        Header(List<String> names) {
            for (int i = 0; i < names.size(); i++) {
                places.put(names.get(i), i);
            }
        }

        boolean has(String name) {
            return places.containsKey(name);
        }

        int place(String name) {
            Integer place = places.get(name);
            if (place == null) {
                throw new IllegalArgumentException("no column " + name + " in " + places.keySet());
            }
            return place;
        }
    }

    private final Header header;
    private final List<String> cells;

    Row(Header header, List<String> cells) {
        this.header = header;
        this.cells = cells;
    }

    /** Text of a column; empty where the row is short. */
    public String text(String column) {
        int place = header.place(column);
        return place < cells.size() ? cells.get(place) : "";
    }

    /** Text of a column; {@code otherwise} in a file without it. */
    public String textOr(String column, String otherwise) {
        return header.has(column) ? text(column) : otherwise;
    }

    /** Number in a column. */
    public double number(String column) {
        return Double.parseDouble(text(column));
    }

    /** Whole number in a column, which may be written with a fraction of zero. */
    public int count(String column) {
        return (int) Math.round(number(column));
    }
}
