// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What all layouts do: read each mapping of a list, or one that may not be there, to its end. */
final class Layouts {
    private Layouts() {}

    static <T> List<T> each(Section in, Key key, Function<Section, T> reader) {
        return in.sections(key).stream().map(section -> whole(section, reader)).toList();
    }

    static <T> T one(Section in, Key key, Function<Section, T> reader) {
        return whole(in.section(key), reader);
    }

    static <T> Optional<T> oneIfGiven(Section in, Key key, Function<Section, T> reader) {
        return in.sectionIfGiven(key).map(section -> whole(section, reader));
    }

    static <T> Map<String, T> named(Section in, Key key, BiFunction<String, Section, T> reader) {
        var all = new LinkedHashMap<String, T>();
        in.named(key)
                .forEach(
                        (name, section) ->
                                all.put(name, whole(section, each -> reader.apply(name, each))));
        return all;
    }

    private static <T> T whole(Section section, Function<Section, T> reader) {
        T read = reader.apply(section);
        section.close();
        return read;
    }
}
