// Gives the shell its terminal back when the process ends in a way no Swift code can run in: a trap, abort(), exit().
//
// Compiled as C, and not inline as the other shims: there must be one state, whatever the optimiser makes of its callers.
#pragma once

typedef enum rescue_outcome {
    rescue_prepared,
    rescue_unknown_terminal,
    rescue_no_cursor_address,
    rescue_system_error, // See errno.
} rescue_outcome;

// Looks TERM up, without the exit() that initscr has for this, and keeps all that giving the terminal back will need.
rescue_outcome rescue_prepare(int output);

// What ncurses is to write to: a descriptor of its own.
int rescue_output(void);

// Written before what is there; what no longer fits is left out whole.
void rescue_add_farewell(const char *sequence);

// From now on every end of the process restores the terminal.
void rescue_arm(void);
void rescue_disarm(void);

// Restores the terminal, once; ncurses can say nothing more.
void rescue_restore(void);

// The signal that came while ncurses was writing; 0 for none.
int rescue_ended_by(void);
