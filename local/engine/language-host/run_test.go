package main

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// program makes a project whose @pulumi/pulumi is one script in place of cmd/run.
func program(t *testing.T, script string) *pulumirpc.ProgramInfo {
	t.Helper()
	root := t.TempDir()
	writeFile(t, filepath.Join(root, "node_modules/@pulumi/pulumi/cmd/run/index.js"), script)
	folder := filepath.Join(root, "stacks")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	return &pulumirpc.ProgramInfo{RootDirectory: root, ProgramDirectory: folder, EntryPoint: "index.ts"}
}

func writeFile(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestRunArguments(t *testing.T) {
	in := &pulumirpc.RunRequest{
		Project: "p", Stack: "local", Organization: "o", Pwd: "/p/stacks", DryRun: true, Parallel: 4, MonitorAddress: "m:1",
		Info: &pulumirpc.ProgramInfo{RootDirectory: "/p", ProgramDirectory: "/p/stacks", EntryPoint: "index.ts"},
	}
	got := strings.Join(runArguments(in, options{nodeargs: []string{"--require", "tsx/cjs"}}, "/run.js", "e:1"), " ")
	want := "--require tsx/cjs /run.js --monitor m:1 --engine e:1 --organization o --project p --stack local" +
		" --root-directory /p --pwd /p/stacks --dry-run --parallel 4 index.ts"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestRunEnvironment(t *testing.T) {
	in := &pulumirpc.RunRequest{Config: map[string]string{"aws:region": "us-east-1"}, ConfigSecretKeys: []string{"p:k"}}
	got, err := runEnvironment(in, options{})
	want := []string{
		`PULUMI_CONFIG={"aws:region":"us-east-1"}`, `PULUMI_CONFIG_SECRET_KEYS=["p:k"]`, "PULUMI_NODEJS_TYPESCRIPT=false",
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
}

func TestRunAnswersHowTheProgramEnded(t *testing.T) {
	cases := map[string]struct {
		script string
		bail   bool
		fails  string
	}{
		"well":             {"process.exit(process.argv.includes('index.ts') ? 0 : 3)", false, ""},
		"already reported": {"process.exit(32)", true, ""},
		"not reported":     {"process.exit(7)", false, "the program ended with exit status 7"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			out, err := (&host{}).Run(t.Context(), &pulumirpc.RunRequest{Info: program(t, c.script)})
			if err != nil || out.Bail != c.bail || out.Error != c.fails {
				t.Errorf("got %v, %v", out, err)
			}
		})
	}
}

func TestRunNamesTheMissingPackage(t *testing.T) {
	info := &pulumirpc.ProgramInfo{ProgramDirectory: t.TempDir()}
	_, err := (&host{}).Run(t.Context(), &pulumirpc.RunRequest{Info: info})
	if err == nil || !strings.Contains(err.Error(), "@pulumi/pulumi/cmd/run was not found from "+info.ProgramDirectory) {
		t.Errorf("got %v", err)
	}
}

func TestCancelEndsTheProgram(t *testing.T) {
	info := program(t, `
		require("fs").writeFileSync("started", "");
		setInterval(() => {}, 1000);`)
	h := &host{}
	answer := make(chan *pulumirpc.RunResponse, 1)
	go func() {
		out, err := h.Run(context.Background(), &pulumirpc.RunRequest{Info: info})
		if err != nil {
			t.Error(err)
		}
		answer <- out
	}()
	started := filepath.Join(info.ProgramDirectory, "started")
	deadline := time.Now().Add(20 * time.Second)
	for _, err := os.Stat(started); err != nil; _, err = os.Stat(started) {
		if time.Now().After(deadline) {
			t.Fatal("the program did not start within 20 s")
		}
		time.Sleep(20 * time.Millisecond)
	}
	if _, err := h.Cancel(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	select {
	case out := <-answer:
		if out.GetError() != "the program was cancelled" {
			t.Errorf("got %v", out)
		}
	case <-time.After(20 * time.Second):
		t.Error("the program did not end within 20 s")
	}
}
