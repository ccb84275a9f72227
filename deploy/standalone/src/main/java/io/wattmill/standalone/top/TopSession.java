// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.top;

import io.wattmill.standalone.board.Ink;
import io.wattmill.standalone.board.RowFilter;
import io.wattmill.standalone.board.TopText;
import io.wattmill.standalone.board.Words;
import io.wattmill.standalone.host.Signals;
import io.wattmill.standalone.terminal.Key;
import io.wattmill.standalone.terminal.Keyboard;
import io.wattmill.standalone.terminal.Screen;
import io.wattmill.standalone.terminal.Terminal;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A viewer at a terminal. Keys, figures and new sizes come from threads of their own into one
 * queue; one thread takes them and draws.
 */
public final class TopSession {

    private static final int MAX_EVENTS = 256;

    private final Manual manual;
    private final Site site;
    private final Terminal terminal;
    private final Ink ink;
    private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(MAX_EVENTS);
    private final BlockingQueue<Integer> pace = new ArrayBlockingQueue<>(1);
    private TopView view;
    private Terminal.Size size;
    private Optional<Figures> figures = Optional.empty();
    private String trouble;

    /** Where figures come from; asking blocks. */
    @FunctionalInterface
    public interface Site {
        Look look() throws InterruptedException;
    }

    /** What came of asking. */
    public sealed interface Look {
        /** Figures. */
        record Seen(Figures figures) implements Look {}

        /** None, and why. */
        record Failed(String why) implements Look {}
    }

    /** Figures as lines of at most {@code width} columns. */
    @FunctionalInterface
    public interface Figures {
        List<String> lines(RowFilter filter, int width);
    }

    private sealed interface Event {
        record Pressed(Key key) implements Event {}

        record Looked(Look look) implements Event {}

        record Resized() implements Event {}
    }

    public TopSession(Manual manual, Site site, Terminal terminal, Ink ink, RowFilter filter) {
        this.manual = manual;
        this.trouble = manual.asking();
        this.site = site;
        this.terminal = terminal;
        this.ink = ink;
        this.view = TopView.of(filter);
        this.size = terminal.size();
    }

    /** Until the viewer leaves. */
    public void run(InputStream keys, Screen screen) throws InterruptedException {
        Signals.onResize(() -> events.offer(new Event.Resized()));
        Thread poller = Thread.ofVirtual().name("top-figures").start(this::poll);
        Thread.ofPlatform().daemon().name("top-keys").start(() -> read(new Keyboard(keys)));
        try {
            while (view.mode() != TopView.Mode.OVER) {
                screen.show(lines());
                take(events.take(), screen);
            }
        } finally {
            poller.interrupt();
        }
    }

    private void take(Event event, Screen screen) {
        switch (event) {
            case Event.Pressed(Key key) -> pressed(key);
            case Event.Looked(Look.Seen(Figures seen)) -> {
                figures = Optional.of(seen);
                trouble = "";
            }
            case Event.Looked(Look.Failed(String why)) -> trouble = why;
            case Event.Resized() -> {
                size = terminal.size();
                screen.clear();
            }
        }
    }

    private void pressed(Key key) {
        int before = view.everySeconds();
        view = view.after(key);
        if (view.everySeconds() != before) {
            pace.clear();
            pace.add(view.everySeconds());
        }
    }

    /** A new pace does not wait for the end of the old one. */
    private void poll() {
        int everySeconds = TopView.FIRST_SECONDS;
        try {
            while (true) {
                events.put(new Event.Looked(site.look()));
                Integer changed = pace.poll(everySeconds, TimeUnit.SECONDS);
                everySeconds = changed == null ? everySeconds : changed;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(Keyboard keyboard) {
        try {
            Optional<Key> key = keyboard.next();
            while (key.isPresent()) {
                events.put(new Event.Pressed(key.get()));
                key = keyboard.next();
            }
        } catch (IOException | InterruptedException _) {
            // The terminal is gone, and with it the viewer: the signal that tells so ends us.
            Thread.currentThread().interrupt();
        }
    }

    private List<String> lines() {
        int width = Math.min(size.columns(), TopText.WIDTH);
        int room = Math.max(1, size.rows() - 1);
        List<String> body = new ArrayList<>(body(width));
        if (body.size() > room) {
            int hidden = body.size() - room + 1;
            body.subList(room - 1, body.size()).clear();
            body.add(ink.dim("… " + hidden + " more lines: a taller window, or /"));
        }
        while (body.size() < room) {
            body.add("");
        }
        body.add(foot(width));
        return body;
    }

    private List<String> body(int width) {
        return view.mode() == TopView.Mode.HELP
                ? manual.help().stream().map(line -> Words.cut(line, width)).toList()
                : figures.map(known -> known.lines(view.filter(), width))
                        .orElse(List.of(manual.title()));
    }

    /** Trouble is said where the viewer looks, beside figures that are getting old. */
    private String foot(int width) {
        boolean quiet = view.mode() == TopView.Mode.LOOKING && !trouble.isEmpty();
        return quiet ? ink.warn(Words.cut(trouble, width)) : ink.dim(Words.cut(view.foot(), width));
    }
}
