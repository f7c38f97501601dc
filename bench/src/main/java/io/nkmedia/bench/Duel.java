package io.nkmedia.bench;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/** Two peers that do the same in turns, so that both meet the same weather of the machine. */
record Duel(EventLoop loop, List<? extends Work> ours, List<? extends Work> theirs, DoubleSupplier cpu) {

    /**
     * What it came to.
     *
     * @param ratios ours to theirs in each round, in work per second
     * @param cpu our server's processor time for one piece, in milliseconds
     */
    record Outcome(Sample ours, Sample theirs, List<Double> ratios, double cpu) {
        /** The middle one of the rounds. */
        double ratio() {
            return ratios.get(ratios.size() / 2);
        }

        /** How it came about, with names for the peers. */
        String how(String we, String they) {
            return we + " " + ours + "; " + they + " " + theirs + "; rounds " + Report.list(ratios);
        }
    }

    void warmUp(int atOnce, int total) {
        Load.run(loop, ours, atOnce, total);
        Load.run(loop, theirs, atOnce, total);
    }

    Outcome fight(int rounds, int atOnce, int total) {
        var we = new ArrayList<Sample>();
        var they = new ArrayList<Sample>();
        var ratios = new ArrayList<Double>();
        double used = 0;
        for (int i = 0; i < rounds; i++) {
            double before = cpu.getAsDouble();
            we.add(Load.run(loop, ours, atOnce, total));
            used += cpu.getAsDouble() - before;
            they.add(Load.run(loop, theirs, atOnce, total));
            ratios.add(we.get(i).perSecond() / they.get(i).perSecond());
        }
        ratios.sort(null);
        return new Outcome(Sample.sum(we), Sample.sum(they), ratios, used / ((double) rounds * total));
    }
}
