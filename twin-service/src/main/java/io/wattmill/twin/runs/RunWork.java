// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.runs;

import java.util.SortedMap;

/** Carries out a run: the same plan and question always with the same bytes. Blocks. */
@FunctionalInterface
public interface RunWork {

    /** The answer, or why there is none. */
    Outcome run(String planYaml, RunAsked asked, Watch watch);

    /** Looks on while a run goes, from the thread that runs it. */
    @FunctionalInterface
    interface Watch {
        /**
         * Called now and then.
         *
         * @param ppm how far it is, in millionths
         * @return false to end it
         */
        boolean goOn(int ppm);
    }

    /** What became of it. */
    sealed interface Outcome {

        /**
         * It has an answer.
         *
         * @param answer JSON, UTF-8
         * @param summary figures by which runs are compared, by name
         * @param facts what is known of it without its answer
         */
        @SuppressWarnings("ArrayRecordComponent") // bytes on their way from here to the database
        record Done(byte[] answer, SortedMap<String, Double> summary, RunFacts facts)
                implements Outcome {}

        /** It cannot be run. */
        record Refused(String why) implements Outcome {}

        /** Its watch ended it. */
        record Ended() implements Outcome {}
    }
}
