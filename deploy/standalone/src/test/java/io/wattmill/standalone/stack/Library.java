// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.stack;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A library on this class path, by its place in a Maven repository. */
record Library(String group, String artifact, String version) {

    private static final Pattern NUMBERS = Pattern.compile("\\D+");

    static List<Library> all() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .flatMap(entry -> of(Path.of(entry)).stream())
                .toList();
    }

    /** {@code …/repository/io/netty/netty-common/4.2.17.Final/netty-common-4.2.17.Final.jar}. */
    private static Optional<Library> of(Path jar) {
        int names = jar.getNameCount();
        String text = jar.toString();
        int root = text.indexOf("/repository/");
        if (root < 0 || names < 4) {
            return Optional.empty();
        }
        String version = jar.getName(names - 2).toString();
        String artifact = jar.getName(names - 3).toString();
        int from = root + "/repository/".length();
        int to = text.indexOf("/" + artifact + "/" + version + "/");
        return Optional.of(
                new Library(text.substring(from, to).replace('/', '.'), artifact, version));
    }

    /** By the numbers in them, missing ones being 0; what is not a number is passed over. */
    static int compare(String one, String other) {
        int[] a = numbers(one);
        int[] b = numbers(other);
        int length = Math.max(a.length, b.length);
        return Arrays.compare(Arrays.copyOf(a, length), Arrays.copyOf(b, length));
    }

    private static int[] numbers(String version) {
        return NUMBERS.splitAsStream(version)
                .filter(number -> !number.isEmpty())
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}
